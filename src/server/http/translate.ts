import type { Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Snapshot } from '../../platform/terminology/index.ts';
import { type ConceptMap, formatCanonical, parseCanonical, readConceptMap, translate } from '../../standards/index.ts';
import type { GivenCoding, OperationInput } from './operation-input.ts';

export const TRANSLATE_PARAMETERS = [
  ...['url', 'conceptMap', 'conceptMapVersion', 'code', 'system', 'version', 'source', 'coding', 'codeableConcept'],
  ...['target', 'targetsystem', 'reverse'],
];

/**
 * `ConceptMap/$translate`: by one map, or by all that lead from and to the value sets and the code system that are named.
 * @throws Problem parameter-invalid, terminology-unknown
 */
export function answerTranslate(input: OperationInput, snapshot: Snapshot, id: string | undefined): Resource {
  const question = {
    codings: codingsIn(input),
    targetSystem: input.text('targetsystem'),
    isReverse: input.flag('reverse'),
  };
  return translate(mapsFor(input, snapshot, id), question, (address) => snapshot.library.findConceptMap(address));
}

function mapsFor(input: OperationInput, { library, findById }: Snapshot, id: string | undefined): readonly ConceptMap[] {
  if (id !== undefined) {
    const found = findById('ConceptMap', id);
    if (!found) throw new Problem('resource-unknown', 'Nothing is here under this id', { at: 'ConceptMap' });
    return [library.conceptMapOf(found)];
  }
  const inline = input.resource('conceptMap', 'ConceptMap');
  if (inline) return [readConceptMap(inline)];
  const address = input.text('url');
  if (address === undefined) return mapsBetween(library.conceptMaps(), input.text('source'), input.text('target'));
  const { url, version } = parseCanonical(address);
  const found = library.findConceptMap(formatCanonical(url, version ?? input.text('conceptMapVersion')));
  if (!found) throw new Problem('terminology-unknown', 'There is no such concept map here', { at: 'url' });
  return [found];
}

/** Those from and to a value set, where one is named; versions do not matter. */
function mapsBetween(maps: readonly ConceptMap[], source: string | undefined, target: string | undefined): readonly ConceptMap[] {
  const fits = (own: string | undefined, asked: string | undefined) =>
    asked === undefined || (own !== undefined && parseCanonical(own).url === parseCanonical(asked).url);
  return maps.filter((map) => fits(map.source, source) && fits(map.target, target));
}

/** One of `code` with `system`, `coding` and `codeableConcept`. */
function codingsIn(input: OperationInput): readonly GivenCoding[] {
  const [code, coding, concept] = [input.text('code'), input.coding('coding'), input.codings('codeableConcept')];
  if ([code, coding, concept].filter((one) => one !== undefined).length !== 1)
    throw new Problem('parameter-invalid', 'One of code, coding and codeableConcept is given', { at: 'code' });
  if (code !== undefined)
    return [{ system: input.neededText('system'), version: input.text('version'), code, display: undefined }];
  return concept ?? (coding ? [coding] : []);
}

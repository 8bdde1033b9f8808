import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { Snapshot } from '../../platform/terminology/index.ts';
import {
  type Definition,
  expand,
  formatCanonical,
  lookup,
  parseCanonical,
  readCodeSystem,
  readValueSet,
  subsumes,
  type TerminologySource,
  type ValueSet,
  validateInCodeSystem,
  validateInValueSet,
} from '../../standards/index.ts';
import type { Platform } from '../platform.ts';
import { subjectOf } from './bearer-hook.ts';
import { send, wantsJson } from './fhir-reply.ts';
import { type GivenCoding, OperationInput } from './operation-input.ts';
import { answerTranslate, TRANSLATE_PARAMETERS } from './translate.ts';

interface Instance {
  readonly id: string;
}

type Answer = (input: OperationInput, snapshot: Snapshot, id: string | undefined) => Resource;

/** An operation on codes, on a type and where it makes sense on one resource of it. */
interface CodeOperation {
  readonly path: string;
  readonly type: Definition['type'];
  readonly onInstance: boolean;
  readonly summary: string;
  readonly parameters: readonly string[];
  readonly answer: Answer;
}

const OPERATIONS: readonly CodeOperation[] = [
  {
    path: '$lookup',
    type: 'CodeSystem',
    onInstance: false,
    summary: 'Names and properties of a code',
    parameters: ['code', 'system', 'version', 'coding', 'displayLanguage', 'property'],
    answer: answerLookup,
  },
  {
    path: '$validate-code',
    type: 'CodeSystem',
    onInstance: true,
    summary: 'Whether a code is one of a code system',
    parameters: ['url', 'codeSystem', 'code', 'version', 'display', 'coding', 'codeableConcept', 'abstract', 'displayLanguage'],
    answer: answerInCodeSystem,
  },
  {
    path: '$subsumes',
    type: 'CodeSystem',
    onInstance: true,
    summary: 'Whether one code stands above another',
    parameters: ['codeA', 'codeB', 'system', 'version', 'codingA', 'codingB'],
    answer: answerSubsumes,
  },
  {
    path: '$expand',
    type: 'ValueSet',
    onInstance: true,
    summary: 'The codes of a value set',
    parameters: [
      ...['url', 'valueSet', 'valueSetVersion', 'filter', 'offset', 'count', 'includeDesignations', 'activeOnly'],
      ...['excludeNested', 'excludeNotForUI', 'displayLanguage'],
    ],
    answer: answerExpand,
  },
  {
    path: '$validate-code',
    type: 'ValueSet',
    onInstance: true,
    summary: 'Whether a code is one of a value set',
    parameters: [
      ...['url', 'valueSet', 'valueSetVersion', 'code', 'system', 'systemVersion', 'display', 'coding', 'codeableConcept'],
      ...['abstract', 'displayLanguage'],
    ],
    answer: answerInValueSet,
  },
  {
    path: '$translate',
    type: 'ConceptMap',
    onInstance: true,
    summary: 'A code in another code system, by the concept maps',
    parameters: TRANSLATE_PARAMETERS,
    answer: answerTranslate,
  },
];

/**
 * Operations on codes; for everybody who is signed in, since codes are reference data.
 * https://hl7.org/fhir/R4/terminology-service.html
 */
export function terminologyRoutes(app: FastifyInstance, { terminology }: Platform): void {
  for (const { path, type, onInstance, summary, parameters, answer } of OPERATIONS) {
    const handle = async (request: FastifyRequest, reply: FastifyReply, id?: string) => {
      subjectOf(request);
      const input = new OperationInput(request, parameters);
      return send(reply, JSON.stringify(answer(input, await terminology.current(), id)));
    };
    const method = ['GET', 'POST'];
    const common = { method, schema: { summary }, preHandler: wantsJson };
    app.route({ ...common, url: `/${type}/${path}`, handler: (request, reply) => handle(request, reply) });
    if (onInstance)
      app.route<{ Params: Instance }>({
        ...common,
        url: `/${type}/:id/${path}`,
        handler: (request, reply) => handle(request, reply, request.params.id),
      });
  }
}

function instanceOf({ findById }: Snapshot, type: Definition['type'], id: string): Definition {
  const found = findById(type, id);
  if (!found) throw new Problem('resource-unknown', 'Nothing is here under this id', { at: type });
  return found;
}

function answerLookup(input: OperationInput, { library }: Snapshot): Resource {
  const coding = input.coding('coding');
  return lookup(library, {
    system: coding ? needed(coding.system, 'coding') : input.neededText('system'),
    version: coding ? coding.version : input.text('version'),
    code: coding?.code ?? input.neededText('code'),
    displayLanguage: input.text('displayLanguage'),
    properties: input.texts('property'),
  });
}

function needed(system: string | undefined, at: string): string {
  if (!system) throw new Problem('parameter-invalid', 'The coding has a system', { at });
  return system;
}

function answerInCodeSystem(input: OperationInput, snapshot: Snapshot, id: string | undefined): Resource {
  const inline = input.resource('codeSystem', 'CodeSystem');
  const given = id === undefined ? inline : instanceOf(snapshot, 'CodeSystem', id).resource();
  const codings = codingsIn(input, undefined, undefined);
  const question = { codings, allowAbstract: input.flag('abstract'), displayLanguage: input.text('displayLanguage') };
  if (given) {
    const codeSystem = readCodeSystem(given);
    const only: TerminologySource = { findCodeSystem: () => codeSystem, findValueSet: () => undefined };
    return validateInCodeSystem(only, codeSystem.url, undefined, question);
  }
  const { url, version } = parseCanonical(input.text('url') ?? needed(codings[0]?.system, 'url'));
  return validateInCodeSystem(snapshot.library, url, version ?? input.text('version'), question);
}

function answerSubsumes(input: OperationInput, snapshot: Snapshot, id: string | undefined): Resource {
  const [codingA, codingB] = [input.coding('codingA'), input.coding('codingB')];
  const [codeA, codeB] = [codingA?.code ?? input.neededText('codeA'), codingB?.code ?? input.neededText('codeB')];
  if (codingA && codingB && codingA.system !== codingB.system)
    throw new Problem('parameter-invalid', 'Both codes are of one system', { at: 'codingB' });
  if (id !== undefined) {
    const codeSystem = readCodeSystem(instanceOf(snapshot, 'CodeSystem', id).resource());
    const only: TerminologySource = { findCodeSystem: () => codeSystem, findValueSet: () => undefined };
    return subsumes(only, { system: codeSystem.url, version: undefined, codeA, codeB });
  }
  const system = codingA?.system ?? codingB?.system ?? input.neededText('system');
  return subsumes(snapshot.library, { system, version: input.text('version') ?? codingA?.version, codeA, codeB });
}

/** The value set that is meant: by id, come along, or by address. */
function valueSetIn(
  input: OperationInput,
  snapshot: Snapshot,
  id: string | undefined,
): { valueSet: ValueSet; resource: Resource } {
  const inline = input.resource('valueSet', 'ValueSet');
  if (inline && id === undefined) return { valueSet: readValueSet(inline), resource: inline };
  const definition = id === undefined ? byAddress(input, snapshot) : instanceOf(snapshot, 'ValueSet', id);
  return { valueSet: snapshot.library.valueSetOf(definition), resource: definition.resource() };
}

function byAddress(input: OperationInput, { library }: Snapshot): Definition {
  const { url, version } = parseCanonical(input.neededText('url'));
  const address = formatCanonical(url, version ?? input.text('valueSetVersion'));
  const found = library.find('ValueSet', address);
  if (!found) throw new Problem('terminology-unknown', 'There is no such value set here', { at: 'url' });
  return found;
}

function answerExpand(input: OperationInput, snapshot: Snapshot, id: string | undefined): Resource {
  const found = valueSetIn(input, snapshot, id);
  const options = {
    filter: input.text('filter'),
    offset: input.whole('offset'),
    count: input.whole('count'),
    activeOnly: input.flag('activeOnly'),
    includeDesignations: input.flag('includeDesignations'),
    excludeAbstract: input.flag('excludeNotForUI'),
    displayLanguage: input.text('displayLanguage'),
  };
  const stamp = { id: `urn:uuid:${randomUUID()}`, timestamp: new Date().toISOString() };
  return expand({ expansions: snapshot.library.expansions, ...found }, options, stamp);
}

function answerInValueSet(input: OperationInput, snapshot: Snapshot, id: string | undefined): Resource {
  const { valueSet } = valueSetIn(input, snapshot, id);
  const codings = codingsIn(input, input.text('system'), input.text('systemVersion'));
  return validateInValueSet(snapshot.library, valueSet, {
    codings,
    allowAbstract: input.flag('abstract'),
    displayLanguage: input.text('displayLanguage'),
  });
}

/** One of `code`, `coding` and `codeableConcept`. @throws Problem parameter-invalid */
function codingsIn(input: OperationInput, system: string | undefined, version: string | undefined): readonly GivenCoding[] {
  const [code, coding, concept] = [input.text('code'), input.coding('coding'), input.codings('codeableConcept')];
  const given = [code, coding, concept].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw new Problem('parameter-invalid', 'One of code, coding and codeableConcept is given', { at: 'code' });
  const display = input.text('display');
  if (code !== undefined) return [{ system, version, code, display }];
  return concept ?? (coding ? [{ ...coding, display: coding.display ?? display }] : []);
}

import {
  canBeOfPatient,
  isObject,
  isResourceType,
  parseDateInterval,
  parseLocalReference,
  resourceTypes,
} from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { parseSearch, type Scope, type SearchContext } from '../../store/index.ts';
import type { ExportInput } from './shapes.ts';

/** What is asked for, apart from who asks and of which residents. */
export type Asked = Pick<ExportInput, 'types' | 'filters' | 'since' | 'until' | 'elements'> & {
  /** Ids of the Patients named one by one. */
  readonly patients: readonly string[];
};

type Given = readonly (readonly [name: string, value: string])[];

const FORMATS: ReadonlySet<string> = new Set(['application/fhir+ndjson', 'application/ndjson', 'ndjson']);
const KNOWN: ReadonlySet<string> = new Set([
  ...['_outputFormat', '_since', '_until', '_type', '_typeFilter', '_elements', 'patient'],
]);
const MOST_FILTERS = 100;

/**
 * Reads the parameters of a kick-off. Without `_type`, everything that the scope may read.
 * https://hl7.org/fhir/uv/bulkdata/STU2/export.html#query-parameters
 * @param strict refuse what is not known here (`Prefer: handling=strict`) rather than ignore it
 * @throws Problem parameter-invalid, parameter-unsupported, right-missing
 */
export function readExport(
  given: Given,
  level: 'system' | 'Patient' | 'Group',
  scope: Scope,
  strict: boolean,
  context: SearchContext,
): Asked {
  const all = (name: string) => given.filter(([code]) => code === name).map(([, value]) => value);
  const lists = (name: string) => all(name).flatMap((value) => value.split(',').map((one) => one.trim()));
  const unknown = given.find(([name]) => !KNOWN.has(name));
  if (unknown && strict) throw new Problem('parameter-unsupported', `${unknown[0]} is not known here`, { at: unknown[0] });
  for (const format of all('_outputFormat')) if (!FORMATS.has(format)) throw invalid('_outputFormat', 'application/fhir+ndjson');
  const types = typesIn(lists('_type'), level, scope);
  const elements = elementsIn(lists('_elements'));
  const [since, until] = [instantIn('_since', all('_since')), instantIn('_until', all('_until'))];
  return {
    types,
    filters: filtersIn(all('_typeFilter'), types, context),
    patients: level === 'system' ? [] : all('patient').map(patientIn),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(elements.length === 0 ? {} : { elements }),
  };
}

const invalid = (name: string, expected: string) => new Problem('parameter-invalid', `${name} is ${expected}`, { at: name });

function typesIn(asked: readonly string[], level: string, scope: Scope): string[] {
  const unknown = asked.find((type) => !isResourceType(type));
  if (unknown !== undefined) throw invalid('_type', 'a list of resource types of FHIR R4');
  const possible = level === 'system' ? resourceTypes : resourceTypes.filter(canBeOfPatient);
  const outside = asked.find((type) => !scope.allows(type, 'r'));
  if (outside !== undefined) throw new Problem('right-missing', `${outside} is outside the scope`, { at: '_type' });
  const types = possible.filter((type) => scope.allows(type, 'r') && (asked.length === 0 || asked.includes(type)));
  if (types.length > 0) return types;
  if (asked.length > 0) throw invalid('_type', 'a list of types whose resources can be about a patient');
  throw new Problem('right-missing', 'No resource type may be read');
}

/** `Observation?category=laboratory`; several of one type are alternatives. */
function filtersIn(given: readonly string[], types: readonly string[], context: SearchContext): Record<string, string[]> {
  const filters: Record<string, string[]> = {};
  if (given.length > MOST_FILTERS) throw invalid('_typeFilter', `given at most ${MOST_FILTERS} times`);
  for (const text of given) {
    const [, type = '', query = ''] = /^([A-Za-z]+)\?(.+)$/s.exec(text) ?? [];
    if (!types.includes(type)) throw invalid('_typeFilter', 'Type?parameter=value, of a type that is exported');
    const { sort, inclusions, after, subset } = parseSearch(type, new URLSearchParams(query), true, context);
    if (sort.length > 0 || inclusions.length > 0 || after || subset)
      throw invalid('_typeFilter', 'a condition; it neither sorts nor includes');
    filters[type] = [...(filters[type] ?? []), query];
  }
  return filters;
}

/** Names of elements of the resource itself; a type before the name is left out. */
function elementsIn(given: readonly string[]): string[] {
  const elements = given.map((one) => one.replace(/^[A-Z][A-Za-z]+\./, ''));
  if (elements.some((one) => !/^[a-z][A-Za-z0-9]*$/.test(one))) throw invalid('_elements', 'a list of names of elements');
  return elements;
}

/** As an ISO instant. */
function instantIn(name: string, [text, ...more]: readonly string[]): string | undefined {
  if (text === undefined) return undefined;
  const interval = parseDateInterval(text);
  if (!interval || more.length > 0) throw invalid(name, 'one instant: YYYY-MM-DDThh:mm:ss+zz:zz');
  return new Date(interval.from).toISOString();
}

function patientIn(text: string): string {
  const local = parseLocalReference(text);
  if (local?.type !== 'Patient') throw invalid('patient', 'a reference: Patient/id');
  return local.id;
}

/** `valueX` of the parameters in a Parameters resource, as texts. */
export function parametersIn(body: unknown): [string, string][] {
  if (body === undefined || body === null) return [];
  const parameters = isObject(body) && body['resourceType'] === 'Parameters' ? (body['parameter'] ?? []) : undefined;
  if (!Array.isArray(parameters)) throw new Problem('input-invalid', 'Parameters are expected', { at: 'Parameters' });
  return parameters.map((parameter: unknown, index): [string, string] => {
    const at = `Parameters.parameter[${index}]`;
    if (!isObject(parameter) || typeof parameter['name'] !== 'string')
      throw new Problem('input-invalid', 'A parameter has a name', { at });
    const [, value] = Object.entries(parameter).find(([key]) => key.startsWith('value')) ?? [];
    const text = isObject(value) ? value['reference'] : value;
    if (typeof text !== 'string') throw new Problem('input-invalid', 'Its value is a text or a reference', { at });
    return [parameter['name'], text];
  });
}

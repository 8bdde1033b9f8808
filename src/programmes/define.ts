import { EVENT_FACTS } from '../life-course/index.ts';
import { type Element, sharedElements } from '../standards/index.ts';
import type { Form, Programme } from './contract.ts';

/**
 * A programme whose parts fit together. The file of a programme exports what this returns, and nothing else needs to know it but
 * the list of its application.
 * @throws Error naming every part that does not fit: a slip of the definition
 */
export function defineProgramme(programme: Programme): Programme {
  const faults = faultsOf(programme);
  if (faults.length > 0) throw new Error(`programme ${programme.code} ${programme.version}: ${faults.join('; ')}`);
  // plain data: what helped to write it is gone
  return JSON.parse(JSON.stringify(programme));
}

/** Elements by name that a programme may use: those shared by all, and its own. */
export const elementsOf = ({ elements }: Pick<Programme, 'elements'>): ReadonlyMap<string, Element> =>
  new Map([...sharedElements, ...elements].map((element) => [element.name, element]));

/** What of a definition does not fit together; also asked of one that came from elsewhere. */
export function faultsOf(programme: Programme): string[] {
  const elements = elementsOf(programme);
  const forms = new Set(programme.forms.map(({ code }) => code));
  const { activities, classifications, measures } = programme;
  return [
    ...repeated('activity', activities),
    ...repeated('form', programme.forms),
    ...repeated('classification', classifications),
    ...repeated('measure', measures),
    ...programme.elements.flatMap(({ name }) => (sharedElements.some((one) => one.name === name) ? [`${name} is shared`] : [])),
    ...activities.flatMap(({ code, form }) => (form !== undefined && !forms.has(form) ? [`${code}: no form ${form}`] : [])),
    ...activities.flatMap(({ code, remindNamed, remindDays }) =>
      remindNamed && (programme.restricted || remindDays === undefined) ? [`${code}: no message may name it`] : [],
    ),
    ...classifications.flatMap(({ code, of }) =>
      of.flatMap((name) => (activities.some((one) => one.code === name) ? [] : [`${code}: no activity ${name}`])),
    ),
    ...programme.forms.flatMap((form) => faultsOfForm(form, elements)),
    ...[...namesIn(programme)].flatMap((name) => (elements.has(name) || EVENT_FACTS.has(name) ? [] : [`no element ${name}`])),
  ];
}

function repeated(kind: string, parts: readonly { readonly code: string }[]): string[] {
  const codes = parts.map(({ code }) => code);
  return codes.filter((code, index) => codes.indexOf(code) !== index).map((code) => `two of ${kind} ${code}`);
}

function faultsOfForm({ code, sections }: Form, elements: ReadonlyMap<string, Element>): string[] {
  const fields = sections.flatMap((section) => section.fields);
  const names = fields.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...repeated(`section of ${code}`, sections),
    ...twice.map((name) => `${code}: ${name} twice`),
    ...names.flatMap((name) => (elements.has(name) ? [] : [`${code}: no element ${name}`])),
  ];
}

const TELLING = ['answer', 'before', 'latest', 'dateOf'];
const PATTERNS = ['has', 'count', 'ongoing', 'daysSince', 'among', 'event', 'institution', 'doneBy'];

/** Names of facts that rules ask for: by a word, or in a pattern. */
function namesIn(node: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(node)) for (const one of node) namesIn(one, found);
  else if (typeof node === 'object' && node !== null)
    for (const [key, value] of Object.entries(node)) {
      if (TELLING.includes(key) && typeof value === 'string') found.add(value);
      else if (PATTERNS.includes(key)) for (const name of [value].flat().flatMap(namesOfPattern)) found.add(name);
      else namesIn(value, found);
    }
  return found;
}

const namesOfPattern = (pattern: unknown): string[] =>
  typeof pattern === 'object' && pattern !== null ? Object.keys(pattern) : [];

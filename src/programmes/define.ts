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
    ...classifications.flatMap(({ code, of }) =>
      of.flatMap((name) => (activities.some((one) => one.code === name) ? [] : [`${code}: no activity ${name}`])),
    ),
    ...programme.forms.flatMap((form) => faultsOfForm(form, elements)),
    ...[...namesIn(programme)].flatMap((name) => (elements.has(name) ? [] : [`no element ${name}`])),
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

/** Names that rules ask the answers of a contact for. */
function namesIn(node: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(node)) for (const one of node) namesIn(one, found);
  else if (typeof node === 'object' && node !== null) {
    const { answer, before } = node as Partial<Record<'answer' | 'before', unknown>>;
    for (const name of [answer, before]) if (typeof name === 'string') found.add(name);
    for (const one of Object.values(node)) namesIn(one, found);
  }
  return found;
}

import { isDeepStrictEqual } from 'node:util';
import type { Bilingual, Fault } from '../kernel/index.ts';
import type { PartChange } from './contract.ts';
import { differences } from './differences.ts';
import { computable, contentUrl, idOf } from './names.ts';
import { bilingual, type Part, type Place } from './place.ts';

/**
 * One edition of rules that are no programme, in a language of their own: what an application works by as a whole, such as the
 * immunisation schedule. It travels as programmes do.
 */
export interface Content {
  /** Code of its kind. */
  readonly code: string;
  readonly version: string;
  readonly title: Bilingual;
  readonly source: string;
  /** YYYY-MM-DD; `until` where the next edition has begun. */
  readonly valid: { readonly from: string; readonly until?: string };
  /** What an import tells of as added, removed or changed. */
  readonly parts: readonly { readonly code: string; readonly title: Bilingual }[];
  /** Plain JSON. */
  readonly value: unknown;
}

/** A kind of rules of which editions come as data. */
export interface ContentKind {
  readonly code: string;
  /** Editions that come with the program. */
  readonly builtIn: readonly Content[];
  /** Reads JSON that came from elsewhere: whole, or every fault with its place below it (JSON pointer, RFC 6901). */
  read(value: unknown): { readonly content: Content } | { readonly faults: readonly Fault[] };
}

const JSON_TYPE = 'application/json';

/** https://hl7.org/fhir/R4/library.html of type asset-collection: the rules are its content. */
export function toLibrary({ code, version, title, source, valid, value }: Content): Part {
  return {
    resourceType: 'Library',
    id: idOf('content', code, version),
    url: contentUrl(code),
    version,
    name: computable(code, version),
    ...bilingual('title', title),
    status: 'active',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/library-type', code: 'asset-collection' }] },
    effectivePeriod: { start: valid.from },
    relatedArtifact: [{ type: 'citation', citation: source }],
    content: [{ contentType: JSON_TYPE, data: Buffer.from(JSON.stringify(value)).toString('base64') }],
  };
}

/** Reads a Library of a kind that is known; undefined where something is wrong, which is noted with its place. */
export function readLibrary(library: Place, kinds: readonly ContentKind[], isExact: boolean): Content | undefined {
  const kind = kinds.find(({ code }) => contentUrl(code) === library.member('url').value);
  if (!kind) {
    library.member('url').fault('本平台不认识此类内容', 'No such kind of content is known here');
    return undefined;
  }
  const [first, more] = library.list('content');
  const data = first?.member('data');
  const value = data && first?.member('contentType').value === JSON_TYPE ? decoded(data.value) : undefined;
  if (!data || more || value === undefined) {
    library.member('content').fault('应为一份 JSON（base64）', 'One JSON text is expected, in base64');
    return undefined;
  }
  const read = kind.read(value);
  if ('faults' in read) {
    for (const { at, text } of read.faults) data.fault(text.zh, text.en, `#${at}`);
    return undefined;
  }
  if (!isExact) return read.content;
  const faults = differences(
    { ...asObject(library.value), content: [] },
    { ...toLibrary(read.content), content: [] },
    library.path,
  );
  for (const { at, text } of faults) library.fault(text.zh, text.en, at.slice(library.path.length));
  return read.content;
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** Undefined where it is no base64 of JSON in UTF-8. */
function decoded(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64')));
  } catch {
    return undefined;
  }
}

export const isSameContent = (one: Content, other: Content): boolean => isDeepStrictEqual(one.value, other.value);

/** Which parts are others than in the edition before. */
export function contentChanges(before: Content | undefined, after: Content): readonly PartChange[] {
  const [former, now] = [before?.parts ?? [], after.parts];
  const change = ({ code, title }: Content['parts'][number], what: PartChange['change']): PartChange => ({
    ...{ part: 'series', code, title, change: what },
  });
  return [
    ...now.flatMap((one) => {
      const known = former.find(({ code }) => code === one.code);
      if (!known) return [change(one, 'added')];
      return isDeepStrictEqual(known, one) ? [] : [change(one, 'changed')];
    }),
    ...former.filter(({ code }) => !now.some((one) => one.code === code)).map((one) => change(one, 'removed')),
  ];
}

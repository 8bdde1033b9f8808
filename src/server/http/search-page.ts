import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../kernel/index.ts';
import { seal, unseal } from '../../security/crypto/index.ts';
import { type Sort, tellsValues } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { subjectOf } from './bearer-hook.ts';

type Parameters = readonly (readonly [string, string])[];

const LIFE_MS = 12 * 60 * 60 * 1000;
/** Servers and proxies on the way read addresses up to about this. */
const LONGEST = 8000;
const MOST_BYTES = 1024 * 1024;

/**
 * The parameters of a search that came as a form, sealed, so that its links can be followed and tell nobody what was asked: they
 * may be numbers of residents. Good for twelve hours, for the same caller and path.
 * @returns undefined where they do not fit an address
 */
export function sealPage(
  { secrets, clock }: Platform,
  request: FastifyRequest,
  path: string,
  parameters: Parameters,
): string | undefined {
  const text = JSON.stringify([subjectOf(request).id, path, parameters]);
  const until = clock.now().getTime() + LIFE_MS;
  const handle = seal(secrets.sealKey, deflateRawSync(text).toString('base64url'), until);
  return handle.length <= LONGEST ? handle : undefined;
}

/** @throws Problem parameter-invalid where the handle is none, too old, another caller's or of another path */
export function unsealPage(
  { secrets, clock }: Platform,
  request: FastifyRequest,
  path: string,
  handle: string,
  at: '_page' | '_cursor' = '_page',
): [string, string][] {
  const text = unseal(secrets.sealKey, handle, clock.now().getTime());
  const sealed = text === undefined ? undefined : readSealed(text);
  if (sealed && sealed[0] === subjectOf(request).id && sealed[1] === path) return sealed[2];
  throw new Problem('parameter-invalid', 'The page link is damaged, not yours, or older than twelve hours', { at });
}

/** Begins a cursor that is sealed; what the store gives out has no dot. */
const SEALED = 's.';

interface CursorLinks {
  /** @param path of the search, below /fhir */
  toLink(path: string, cursor: string, sort: readonly Sort[]): string;
  /** @throws Problem parameter-invalid */
  fromLink(path: string, given: string): string;
}

/**
 * Cursors as the links of a caller carry them: in an order by a name, a number or a date, a cursor says the value of the last
 * entry, and is sealed as a page of a form is.
 */
export function cursorLinks(platform: Platform, request: FastifyRequest): CursorLinks {
  return {
    toLink: (path, cursor, sort) => {
      if (!tellsValues(sort)) return cursor;
      const handle = sealPage(platform, request, path, [['_cursor', cursor]]);
      if (handle !== undefined) return SEALED + handle;
      throw new Problem('too-large', 'The value by which the last entry is sorted is too long for a link', { at: '_sort' });
    },
    fromLink: (path, given) => {
      if (!given.startsWith(SEALED)) return given;
      const [[, cursor] = ['', '']] = unsealPage(platform, request, path, given.slice(SEALED.length), '_cursor');
      return cursor;
    },
  };
}

/** The key seals other texts too, which are no pages. */
function readSealed(text: string): [string, string, [string, string][]] | undefined {
  try {
    const inflated = inflateRawSync(Buffer.from(text, 'base64url'), { maxOutputLength: MOST_BYTES }).toString();
    const parts: unknown = JSON.parse(inflated);
    return isSealed(parts) ? parts : undefined;
  } catch {
    return undefined;
  }
}

const isSealed = (parts: unknown): parts is [string, string, [string, string][]] =>
  Array.isArray(parts) &&
  parts.length === 3 &&
  typeof parts[0] === 'string' &&
  typeof parts[1] === 'string' &&
  Array.isArray(parts[2]);

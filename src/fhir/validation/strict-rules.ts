import { isObject } from '../resource.ts';
import type { Check, Run } from './run.ts';

/** Names kept free for examples (RFC 2606), and one that examples of FHIR use besides. */
const EXAMPLE =
  /^https?:\/\/(?:[^/?#]*@)?(?:[^/?#:]*\.)?(?:example\.(?:com|net|org)|example|test|invalid|acme\.com)(?:[:/?#]|$)/i;

const LONGEST_HOST = 500;

/** An address that somebody is to go to: a `url`, or that of the definition of an extension. */
export const urlCheck: Check = (value, run) => {
  if (run.world.strict?.has('example-addresses') && typeof value === 'string' && EXAMPLE.test(value.slice(0, LONGEST_HOST)))
    run.report('value', 'an address of an example leads nowhere');
};

export const extensionUrlCheck: Check = (value, run) => {
  if (!run.world.strict?.has('example-addresses') || !isObject(value)) return;
  run.push('url');
  urlCheck(value['url'], run);
  run.pop();
};

/** HTML as CommonMark reads it: not within code, not behind a backslash, not the address of an autolink. */
const MARKUP = /(?<!\\)<(?:[A-Za-z][\w-]*(?=[\s/>])|\/[A-Za-z]|!--|![A-Z]|\?)/;
const CODE = /`[^`]+`/g;

export const markdownCheck: Check = (value, run) => {
  if (
    run.world.strict?.has('markup') &&
    typeof value === 'string' &&
    value.includes('<') &&
    MARKUP.test(value.replaceAll(CODE, ''))
  )
    run.report('value', 'the text has markup, which whoever shows it may take for its own');
};

/** The display of a Coding is one of the names of its code, where those are known. */
export const displayCheck: Check = (value, run) => {
  if (!run.world.strict?.has('other-displays') || !isObject(value)) return;
  const { system, version, code, display } = value;
  if (typeof system !== 'string' || typeof code !== 'string' || typeof display !== 'string') return;
  const names = run.world.terminology?.namesOf?.(system, typeof version === 'string' ? version : undefined, code) ?? [];
  if (names.length > 0 && !names.some((name) => folded(name) === folded(display)))
    run.reportAt('display', 'value', 'the display is none of the names of the code');
};

/** Case and space do not matter. https://hl7.org/fhir/R4/codesystem.html#display */
const folded = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();

const PUBLISHED = 'http://hl7.org/fhir/StructureDefinition/';

/** An extension whose definition was not found; those that HL7 publishes with R4 are known by their address. */
export function reportUnknownExtension(url: string, run: Run): void {
  if (run.world.strict?.has('unknown-extensions') && !url.startsWith(PUBLISHED))
    run.report('not-found', 'the extension has no definition here');
}

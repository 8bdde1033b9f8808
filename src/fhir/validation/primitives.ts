import { rawNumberText, toNumber } from '../json.ts';
import { isDate, isDateTime, isInstant, isTime } from './moments.ts';
import type { Check } from './run.ts';
import { xhtmlFault } from './xhtml.ts';

/** Characters of a string, https://hl7.org/fhir/R4/datatypes.html#string */
const MAX_TEXT = 1024 * 1024;
const MAX_INTEGER = 2 ** 31 - 1;
/** A number that no record has and no database keeps. */
const MAX_EXPONENT = 400;
const [SPACE, HASH] = [32, 35];

/** Format of each primitive type; the value is known to be there. */
export const primitiveChecks: Readonly<Record<string, Check>> = {
  boolean: (value, run) => {
    if (typeof value !== 'boolean') run.report('structure', 'true or false is expected');
  },
  decimal: (value, run) => {
    if (typeof value === 'number') return;
    if (toNumber(value) === undefined) run.report('structure', 'a number is expected');
    else if (!isWithinReason(rawNumberText(value)))
      run.report('value', `a number has an exponent from -${MAX_EXPONENT} to ${MAX_EXPONENT}`);
  },
  integer: integerAtLeast(-(2 ** 31), 'an integer of 32 bits is expected'),
  unsignedInt: integerAtLeast(0, 'an integer from 0 to 2147483647 is expected'),
  positiveInt: integerAtLeast(1, 'an integer from 1 to 2147483647 is expected'),
  string: text(),
  markdown: text(),
  code: text((value) => isCode(value), 'a code has no space at its ends and single spaces within'),
  id: text((value) => /^[A-Za-z0-9\-.]{1,64}$/.test(value), 'an id has 1 to 64 letters, digits, hyphens or dots'),
  uri: address(),
  url: address(),
  canonical: address(),
  oid: text((value) => /^urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+$/.test(value), 'an oid is urn:oid: and numbers with dots'),
  uuid: text(
    (value) => /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
    'a uuid is urn:uuid: and 32 hexadecimal digits in groups',
  ),
  date: text(isDate, 'a date is YYYY, YYYY-MM or YYYY-MM-DD, and exists'),
  dateTime: text(isDateTime, 'a date with time is a date, or YYYY-MM-DDThh:mm:ss with zone, and exists'),
  instant: text(isInstant, 'an instant is YYYY-MM-DDThh:mm:ss with zone, and exists'),
  time: text(isTime, 'a time is hh:mm:ss'),
  base64Binary: text(isBase64, 'base64 has groups of four characters', Number.POSITIVE_INFINITY),
  xhtml: (value, run) => {
    checkText(value, run);
    const fault = typeof value === 'string' && value.length <= MAX_TEXT ? xhtmlFault(value) : undefined;
    if (fault) run.report('invariant', `txt-1: ${fault}`);
  },
};

const isWithinReason = (written: string): boolean => Math.abs(Number(/[eE](.+)$/.exec(written)?.[1] ?? 0)) <= MAX_EXPONENT;

const checkText = text();

function text(isValid?: (value: string) => boolean, rule = '', limit = MAX_TEXT): Check {
  return (value, run) => {
    if (typeof value !== 'string') run.report('structure', 'a text is expected');
    else if (value === '') run.report('value', 'an empty text is not a value');
    else if (value.length > limit) run.report('value', `a text has at most ${limit} characters`);
    else if (isValid && !isValid(value)) run.report('value', rule);
    else if (!hasOnlyText(value)) run.report('value', 'a text has no control characters and no halves of character pairs');
  };
}

/** No space; a fragment such as `#med1` is remembered as a reference within the resource. */
function address(): Check {
  const check = text((value) => !/\s/.test(value), 'an address has no white space');
  return (value, run) => {
    check(value, run);
    if (typeof value === 'string' && value.charCodeAt(0) === HASH) run.noteLocal(value);
  };
}

/** Control characters but tab and line ends are forbidden; half a pair cannot be written as UTF-8. */
function hasOnlyText(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code < SPACE && code !== 9 && code !== 10 && code !== 13) return false;
    if (code >= 0xd800 && code <= 0xdfff) return value.isWellFormed() && hasOnlyControls(value, index);
  }
  return true;
}

function hasOnlyControls(value: string, from: number): boolean {
  for (let index = from; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code < SPACE && code !== 9 && code !== 10 && code !== 13) return false;
  }
  return true;
}

function isCode(value: string): boolean {
  let wasSpace = true;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    const isSpace = code === SPACE || (code >= 9 && code <= 13) || code === 0xa0;
    if (isSpace && wasSpace) return false;
    wasSpace = isSpace;
  }
  return !wasSpace;
}

function isBase64(value: string): boolean {
  let count = 0;
  let padding = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code === SPACE || (code >= 9 && code <= 13)) continue;
    if (code === 61) padding++;
    else if (padding > 0 || !isBase64Character(code)) return false;
    count++;
  }
  return count > 0 && count % 4 === 0 && padding <= 2;
}

function isBase64Character(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 43 || code === 47;
}

function integerAtLeast(min: number, rule: string): Check {
  return (value, run) => {
    if (typeof value === 'number' ? Number.isInteger(value) && value >= min && value <= MAX_INTEGER : isNegativeZero(value, min))
      return;
    run.report(toNumber(value) === undefined ? 'structure' : 'value', rule);
  };
}

/** `-0` is kept as written and is an integer all the same. */
const isNegativeZero = (value: unknown, min: number): boolean => min <= 0 && rawNumberText(value) === '-0';

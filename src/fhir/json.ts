/**
 * JSON that keeps numbers as they were written. FHIR decimals carry their precision (`1.50` is not `1.5`), and 64-bit
 * lengths do not fit a double. https://hl7.org/fhir/R4/json.html#primitive, https://hl7.org/fhir/R4/datatypes.html#decimal
 */

// A number that JavaScript would write differently: a fraction ending in 0, an exponent, more than 15 digits, a negative zero.
const DELICATE = /(?:^|[:[,])\s*(?:-?(?:\d+\.\d*0(?![\d.])|\d+(?:\.\d+)?[eE]|(?:\d\.?){16,}|0\.0{6,}\d)|-0(?!\.))/;

interface RawJson {
  readonly rawJSON: string;
}
// biome-ignore lint/suspicious/noShadowRestrictedNames: the global, with the parts that the library types lack
declare const JSON: {
  parse(text: string, reviver?: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  stringify(value: unknown): string;
  rawJSON(text: string): RawJson;
  isRawJSON(value: unknown): value is RawJson;
};

/**
 * Parses JSON; a number whose spelling would change becomes a raw value which `JSON.stringify` writes back as it was.
 * @throws SyntaxError where the text is not JSON
 */
export function parseJson(text: string): unknown {
  if (!DELICATE.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? JSON.rawJSON(source) : value,
  );
}

/** The number behind a parsed value, raw or not. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return JSON.isRawJSON(value) ? Number(value.rawJSON) : undefined;
}

/** How a number was written; the empty text where the value is no number. */
export function rawNumberText(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return JSON.isRawJSON(value) ? value.rawJSON : '';
}

/** A number that is written as this text, digits and zeros kept. */
export function rawNumber(text: string): unknown {
  const value = Number(text);
  return String(value) === text ? value : JSON.rawJSON(text);
}

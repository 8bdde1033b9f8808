import { Problem } from '../../kernel/index.ts';
import { parseResidentNumber } from './resident-number.ts';
import { identityNumber } from './systems.ts';

interface DocumentRule {
  readonly system: string;
  /** What the number looks like; undefined where it has a check character. */
  readonly shape?: RegExp;
  readonly form: string;
}

const document = (code: string, shape: RegExp, form: string): DocumentRule => ({
  system: `urn:minkang:identity-document:${code}`,
  shape,
  form,
});

/**
 * Numbers of identity documents by type, CV02.01.101. The forms of permits are those that the exit and entry administration
 * prints; register books and officers' cards differ from place to place, so that they are held to their length alone.
 */
const rules: Readonly<Record<string, DocumentRule>> = {
  '01': { system: identityNumber, form: '17 digits and a check character, or 15 digits' },
  '02': document('02', /^[0-9A-Z一-龥-]{1,20}$/, 'at most 20 letters, digits or characters'),
  '03': document('03', /^[A-Z0-9]{5,17}$/, '5 to 17 letters or digits'),
  '04': document('04', /^[0-9A-Z一-龥-]{4,20}$/, '4 to 20 characters'),
  // a driving licence bears the number of the identity card
  '05': { system: 'urn:minkang:identity-document:05', form: '17 digits and a check character, or 15 digits' },
  '06': document('06', /^[HM]\d{8}(?:\d{2})?$/, 'H or M, then 8 or 10 digits'),
  '07': document('07', /^\d{8}(?:\d{2}[A-Z]?)?$/, '8 digits, or 10 and perhaps a letter'),
  '99': document('99', /^[0-9A-Z一-龥-]{1,30}$/, 'at most 30 letters, digits or characters'),
};

/** The system under which the number of a document of this type is kept. */
export const documentSystem = (type: string): string | undefined => rules[type]?.system;

/** The type of document whose number has this system. */
export const documentTypeOf = (system: string): string | undefined =>
  Object.entries(rules).find(([, rule]) => rule.system === system)?.[0];

/** The number as it is kept: capital letters, no blanks, an old identity number of 15 digits as one of 18. */
export function parseDocumentNumber(type: string, text: string): string | Problem {
  const rule = rules[type];
  const at = 'Patient.identifier.value';
  if (!rule) return new Problem('identifier-malformed', 'No such type of document', { at });
  const number = text.replaceAll(/\s+/g, '').toUpperCase();
  if (!rule.shape) {
    const parsed = parseResidentNumber(number);
    return parsed instanceof Problem ? parsed : parsed.number;
  }
  return rule.shape.test(number) ? number : new Problem('identifier-malformed', `${rule.form} are expected`, { at });
}

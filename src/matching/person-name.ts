import { isHan, modernForm, spell, splitHanName } from './han.ts';

export interface NameParts {
  /** In the form of today, or in small letters without blanks; empty where unknown. */
  readonly surname: string;
  readonly given: string;
}

const NONE: NameParts = { surname: '', given: '' };

/** Children who have no name yet are registered as their mother's: 王芳之子, 王芳之长女, BABY OF WANG FANG. */
const UNNAMED =
  /之[大小长次双甲乙一二三四]?[子女男婴](?:儿|婴)?[一二三甲乙\dab]?$|^(?:baby|infant|newborn|boy of|girl of)\b|\bbaby (?:boy|girl)\b/;
const UNKNOWN = /^(?:无名氏?|未命名|未取名|不详|未知|无|新生儿|婴儿|unknown|none|null|n\/a|na|-+)$/;

/** Small letters, wide forms made plain, accents dropped, blanks at the ends dropped. */
export function plain(text: string): string {
  // characters of everyday Chinese and plain letters are by far the usual case, and nothing in them is to be changed
  if (/^[\x20-\x7e\u4e00-\u9fff]*$/.test(text)) return text.trim().toLowerCase();
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .normalize('NFC')
    .trim();
}

const letters = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');

/** A surname or a given name that stands alone in its column. */
export function readNamePart(text: string): string {
  const part = plain(text);
  if (part === '' || UNKNOWN.test(part) || UNNAMED.test(part)) return '';
  return isHan(part) ? modernForm(letters(part)) : letters(part);
}

/**
 * A whole name in one column. Chinese: surname first unless only the other end is one. Latin: surname first where there is a comma
 * or all is in capitals, as documents print pinyin; else last. Which end it is matters little: both ways are compared.
 */
export function readFullName(text: string): NameParts {
  const name = plain(text);
  if (name === '' || UNKNOWN.test(name) || UNNAMED.test(name)) return NONE;
  if (isHan(name)) return splitHanName(modernForm(/^[\u4e00-\u9fff]+$/.test(name) ? name : name.replace(/[^\p{L}·•]+/gu, '')));
  const comma = name.indexOf(',');
  if (comma > 0) return { surname: letters(name.slice(0, comma)), given: letters(name.slice(comma + 1)) };
  const words = name.split(/\s+/).map(letters).filter(Boolean);
  if (words.length < 2) return splitPinyin(spell(words[0] ?? ''));
  const surnameFirst = text === text.toUpperCase();
  const surname = surnameFirst ? words[0] : words.at(-1);
  return { surname: spell(surname ?? ''), given: spell((surnameFirst ? words.slice(1) : words.slice(0, -1)).join('')) };
}

const SYLLABLE =
  /^(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|ve|er|a|o|e|i|u|v)|ang|eng|ai|ao|ou|an|en|er|a|o|e)/;

/** `zhangwei` without a blank: the first syllable is the surname, if all of it are syllables and there are two to four. */
function splitPinyin(letters: string): NameParts {
  let rest = letters;
  let count = 0;
  let first = 0;
  for (; rest !== ''; count++) {
    const length = SYLLABLE.exec(rest)?.[0].length ?? 0;
    if (length === 0) return { surname: '', given: letters };
    if (count === 0) first = length;
    rest = rest.slice(length);
  }
  return count >= 2 && count <= 4
    ? { surname: letters.slice(0, first), given: letters.slice(first) }
    : { surname: '', given: letters };
}

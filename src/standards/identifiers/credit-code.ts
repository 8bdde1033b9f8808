import { Problem } from '../../kernel/index.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{17}[0-9A-HJ-NPQRTUWXY]$/;
const BASE = 31;

/** The check character over the first 17: weights 3^i mod 31 (GB 32100-2015, 4.2.5). */
function checkCharacter(characters: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of characters) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % BASE;
  }
  return ALPHABET.charAt((BASE - (sum % BASE)) % BASE);
}

/** @param characters the first 17 of a unified social credit code */
export const formatCreditCode = (characters: string): string => characters + checkCharacter(characters);

/** An 18-character unified social credit code whose check character holds; lower case and blanks around it are forgiven. */
export function parseCreditCode(text: string): string | Problem {
  const code = text.trim().toUpperCase();
  if (!SHAPE.test(code))
    return new Problem('identifier-malformed', '18 digits or capital letters without I, O, S, V, Z are expected', {
      at: 'Organization.identifier.value',
    });
  if (checkCharacter(code.slice(0, 17)) !== code.charAt(17))
    return new Problem('identifier-malformed', 'the check character does not match', { at: 'Organization.identifier.value' });
  return code;
}

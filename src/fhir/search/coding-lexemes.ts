import { presenceLexeme, tokenLexeme, tokenLexemes } from './lexemes.ts';

// a place has few codes that come again and again; where it has many, remembering them does not pay
const MOST_REMEMBERED = 2000;

/**
 * The lexemes of codes at one place, made once for each code: to put them together and hash them is most of what
 * reading a coding costs.
 */
export class CodingLexemes {
  readonly presence: string;
  readonly #key: string;
  readonly #bySystem = new Map<string, Map<string, readonly string[]>>();
  readonly #codes = new Map<string, readonly string[]>();
  #remembered = 0;

  constructor(key: string) {
    this.#key = key;
    this.presence = presenceLexeme(key);
  }

  /** @param system the empty text where there is none */
  of(system: string, code: string): readonly string[] {
    const here = this.#bySystem.get(system);
    const found = here?.get(code);
    if (found) return found;
    const made = [...tokenLexemes(this.#key, { system: system === '' ? undefined : system, code }), this.presence];
    this.#makeRoom();
    if (here) here.set(code, made);
    // after making room: the map may have been emptied
    if (!here || this.#bySystem.get(system) !== here) this.#bySystem.set(system, new Map([[code, made]]));
    return made;
  }

  /** Of a coding that says its system alone. */
  ofSystem(system: string): string {
    return tokenLexeme(this.#key, system, undefined);
  }

  /** Of an element that is a code, whose system its definition says. */
  ofCode(code: string): readonly string[] {
    const found = this.#codes.get(code);
    if (found) return found;
    const made = [...tokenLexemes(this.#key, { code, implied: true }), this.presence];
    this.#makeRoom();
    this.#codes.set(code, made);
    return made;
  }

  #makeRoom(): void {
    if (this.#remembered++ < MOST_REMEMBERED) return;
    this.#remembered = 0;
    this.#bySystem.clear();
    this.#codes.clear();
  }
}

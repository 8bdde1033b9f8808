import { mix } from './address.ts';
import { isHan, soundOf } from './han.ts';

/** Words of names and places as numbers, frozen for workers: every array may be shared between threads. */
export interface Words {
  /** 1 for a word in Chinese characters. */
  readonly han: Uint8Array;
  /** Characters of all words; word w has those from `textEnds[w - 1]` to before `textEnds[w]`. */
  readonly text: Uint16Array;
  readonly textEnds: Uint32Array;
  /** The sound of each word: pinyin of Chinese, the letters of others. Equal sounds have equal numbers. */
  readonly sound: Uint32Array;
  readonly soundLetters: Uint8Array;
  readonly soundEnds: Uint32Array;
  /** Hash of a word's consonants, which typing errors leave alone more often than not; 0 for Chinese. */
  readonly skeleton: Uint32Array;
  /** Hash of the letters of a word's sound, whatever their order: adding those of two words forgets which came first. */
  readonly letters: Uint32Array;
}

/** Collects distinct words while people are read; 0 is "none". A surname in Chinese is another word than the same as given name. */
export class WordList {
  readonly #ids = new Map<string, number>();
  /** Surnames in Chinese, which have sounds of their own. */
  readonly #surnames = new Map<string, number>();
  readonly #texts: string[] = [''];
  readonly #sounds: number[] = [0];
  readonly #soundIds = new Map<string, number>([['', 0]]);
  readonly #soundTexts: string[] = [''];

  put(text: string, isSurname = false): number {
    if (text === '') return 0;
    const han = isHan(text);
    const ids = han && isSurname ? this.#surnames : this.#ids;
    const known = ids.get(text);
    if (known !== undefined) return known;
    const id = this.#texts.length;
    ids.set(text, id);
    this.#texts.push(text);
    this.#sounds.push(this.#sound(han ? soundOf(text, isSurname) : text));
    return id;
  }

  #sound(sound: string): number {
    let id = this.#soundIds.get(sound);
    if (id === undefined) {
      id = this.#soundTexts.length;
      this.#soundIds.set(sound, id);
      this.#soundTexts.push(sound);
    }
    return id;
  }

  freeze(): Words {
    const texts = this.#texts;
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    const sounds = this.#soundTexts.map((sound) => new TextEncoder().encode(sound));
    const words: Words = {
      han: new Uint8Array(shared(texts.length)),
      text: new Uint16Array(shared(characters * 2)),
      textEnds: new Uint32Array(shared(texts.length * 4)),
      sound: new Uint32Array(shared(texts.length * 4)),
      soundLetters: new Uint8Array(shared(sounds.reduce((sum, sound) => sum + sound.length, 0))),
      soundEnds: new Uint32Array(shared(sounds.length * 4)),
      skeleton: new Uint32Array(shared(texts.length * 4)),
      letters: new Uint32Array(shared(texts.length * 4)),
    };
    let used = 0;
    for (const [id, text] of texts.entries()) {
      for (let at = 0; at < text.length; at++) words.text[used++] = text.charCodeAt(at);
      words.textEnds[id] = used;
      const sound = this.#sounds[id] ?? 0;
      words.sound[id] = sound;
      const han = isHan(text);
      words.han[id] = han ? 1 : 0;
      if (id > 0) words.letters[id] = letterSum(this.#soundTexts[sound] ?? '');
      if (id > 0 && !han) words.skeleton[id] = skeletonOf(text);
    }
    used = 0;
    for (const [id, sound] of sounds.entries()) {
      words.soundLetters.set(sound, used);
      used += sound.length;
      words.soundEnds[id] = used;
    }
    return words;
  }
}

export const shared = (bytes: number) => new SharedArrayBuffer(bytes);

function letterSum(sound: string): number {
  let sum = 0;
  for (let at = 0; at < sound.length; at++) sum = (sum + mix(sound.charCodeAt(at), 0x51ed27)) >>> 0;
  return sum;
}

function skeletonOf(text: string): number {
  let hash = 0;
  let last = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === last || (at > 0 && /[aeiouyhw]/.test(text.charAt(at)))) continue;
    hash = mix(hash, letter);
    last = letter;
  }
  return hash;
}

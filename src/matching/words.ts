import { mix } from './address.ts';
import { isHan, soundOf } from './han.ts';
import { withRoom } from './interner.ts';

/** Words of names and places as numbers; frozen for workers, every array may be shared between threads. */
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

type Columns = { -readonly [Name in keyof Words]: Words[Name] };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Collects distinct words while people are read; 0 is "none". A surname in Chinese is another word than the same as given name. */
export class WordList {
  readonly #ids = new Map<string, number>();
  /** Surnames in Chinese, which have sounds of their own. */
  readonly #surnames = new Map<string, number>();
  readonly #soundIds = new Map<string, number>([['', 0]]);
  readonly #columns: Columns = {
    han: new Uint8Array(64),
    text: new Uint16Array(256),
    textEnds: new Uint32Array(64),
    sound: new Uint32Array(64),
    soundLetters: new Uint8Array(512),
    soundEnds: new Uint32Array(64),
    skeleton: new Uint32Array(64),
    letters: new Uint32Array(64),
  };
  #size = 1;
  #sounds = 1;

  /** Words and sounds so far, the empty ones among them. */
  get size(): number {
    return this.#size;
  }

  get sounds(): number {
    return this.#sounds;
  }

  /** What is known of the words so far. The same object every time; its arrays are replaced as they grow, and longer than what is in them. */
  get columns(): Words {
    return this.#columns;
  }

  put(text: string, isSurname = false): number {
    if (text === '') return 0;
    const han = isHan(text);
    const ids = han && isSurname ? this.#surnames : this.#ids;
    const known = ids.get(text);
    if (known !== undefined) return known;
    const id = this.#size++;
    ids.set(text, id);
    const columns = this.#columns;
    const start = columns.textEnds[id - 1] ?? 0;
    columns.text = withRoom(columns.text, start + text.length);
    for (let at = 0; at < text.length; at++) columns.text[start + at] = text.charCodeAt(at);
    for (const name of ['han', 'textEnds', 'sound', 'skeleton', 'letters'] as const)
      if (id === columns[name].length) this.#grow(name);
    const sound = han ? soundOf(text, isSurname) : text;
    columns.textEnds[id] = start + text.length;
    columns.sound[id] = this.#sound(sound);
    columns.han[id] = han ? 1 : 0;
    columns.letters[id] = letterSum(sound);
    columns.skeleton[id] = han ? 0 : skeletonOf(text);
    return id;
  }

  #grow(name: 'han' | 'textEnds' | 'sound' | 'skeleton' | 'letters'): void {
    if (name === 'han') this.#columns.han = withRoom(this.#columns.han, this.#columns.han.length + 1);
    else this.#columns[name] = withRoom(this.#columns[name], this.#columns[name].length + 1);
  }

  #sound(sound: string): number {
    const known = this.#soundIds.get(sound);
    if (known !== undefined) return known;
    const id = this.#sounds++;
    this.#soundIds.set(sound, id);
    const columns = this.#columns;
    const start = columns.soundEnds[id - 1] ?? 0;
    const letters = encoder.encode(sound);
    columns.soundLetters = withRoom(columns.soundLetters, start + letters.length);
    columns.soundLetters.set(letters, start);
    columns.soundEnds = withRoom(columns.soundEnds, id + 1);
    columns.soundEnds[id] = start + letters.length;
    return id;
  }

  /** 1 for a word that is a surname in Chinese; may be shared between threads. */
  surnames(): Uint8Array {
    const marks = new Uint8Array(shared(this.#size));
    for (const word of this.#surnames.values()) marks[word] = 1;
    return marks;
  }

  /** A word as text. */
  textOf(word: number): string {
    const { text, textEnds } = this.#columns;
    return word === 0 ? '' : String.fromCharCode(...text.subarray(textEnds[word - 1] ?? 0, textEnds[word] ?? 0));
  }

  soundTextOf(sound: number): string {
    const { soundLetters, soundEnds } = this.#columns;
    return sound === 0 ? '' : decoder.decode(soundLetters.subarray(soundEnds[sound - 1] ?? 0, soundEnds[sound] ?? 0));
  }

  /** A copy, no longer than what is in it, that threads may share. */
  freeze(): Words {
    const { han, text, textEnds, sound, soundLetters, soundEnds, skeleton, letters } = this.#columns;
    const [words, sounds] = [this.#size, this.#sounds];
    return {
      han: sharedCopy(han.subarray(0, words)),
      text: sharedCopy(text.subarray(0, textEnds[words - 1])),
      textEnds: sharedCopy(textEnds.subarray(0, words)),
      sound: sharedCopy(sound.subarray(0, words)),
      soundLetters: sharedCopy(soundLetters.subarray(0, soundEnds[sounds - 1])),
      soundEnds: sharedCopy(soundEnds.subarray(0, sounds)),
      skeleton: sharedCopy(skeleton.subarray(0, words)),
      letters: sharedCopy(letters.subarray(0, words)),
    };
  }
}

export const shared = (bytes: number) => new SharedArrayBuffer(bytes);

/** A copy that threads may share. */
export function sharedCopy<Column extends Uint8Array | Uint16Array | Uint32Array>(column: Column): Column;
export function sharedCopy(column: Uint8Array | Uint16Array | Uint32Array): Uint8Array | Uint16Array | Uint32Array {
  const room = shared(column.byteLength);
  const copy =
    column instanceof Uint8Array
      ? new Uint8Array(room)
      : column instanceof Uint16Array
        ? new Uint16Array(room)
        : new Uint32Array(room);
  copy.set(column);
  return copy;
}

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

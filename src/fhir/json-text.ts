import { toNumber } from './json.ts';

/** What a JSON text holds, told without reading its values. */
export interface TextShape {
  /** Lists and objects inside each other. */
  readonly depth: number;
  /** Names with values, repeated ones too. */
  readonly members: number;
}

const [QUOTE, BACKSLASH, COLON] = ['"', '\\', ':'].map((mark) => mark.charCodeAt(0));
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = ['[', ']', '{', '}'].map((mark) => mark.charCodeAt(0));

/** One pass over the text; what is no JSON gets some shape too. */
export function shapeOf(text: string): TextShape {
  let [depth, deepest, members] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const mark = text.charCodeAt(at);
    if (mark === QUOTE) at = endOfText(text, at);
    else if (mark === COLON) members++;
    else if (mark === OPEN_LIST || mark === OPEN_OBJECT) deepest = Math.max(deepest, ++depth);
    else if (mark === CLOSE_LIST || mark === CLOSE_OBJECT) depth--;
  }
  return { depth: deepest, members };
}

/** Position of the quote that closes the text which opens at `from`; the end where none does. */
function endOfText(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (at - first) % 2 === 1;
}

/** Names with values in what was parsed: fewer than in the text where a name was repeated. */
export function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || toNumber(value) !== undefined) return 0;
  let members = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const inside of Object.values(value)) if (typeof inside === 'object') members += membersOf(inside);
  return members;
}

interface Frame {
  /** Of an object; of a list none. */
  readonly names: Set<string> | undefined;
  /** Where in it the reading is: a name, or the position in a list. */
  at: string;
  count: number;
}

/** Where in a JSON text a name stands that its object has already, such as `name[0].text`; undefined where none does. */
export function repeatedName(text: string): string | undefined {
  const frames: Frame[] = [];
  for (let at = 0; at < text.length; at++) {
    const [mark, frame] = [text.charCodeAt(at), frames.at(-1)];
    if (mark === OPEN_OBJECT || mark === OPEN_LIST)
      frames.push({ names: mark === OPEN_OBJECT ? new Set() : undefined, at: mark === OPEN_LIST ? '[0]' : '', count: 0 });
    else if (mark === CLOSE_OBJECT || mark === CLOSE_LIST) frames.pop();
    else if (text[at] === ',' && frame && !frame.names) frame.at = `[${++frame.count}]`;
    else if (mark === QUOTE) {
      const end = endOfText(text, at);
      const isName = frame?.names && /^\s*:/.test(text.slice(end + 1, end + 100));
      if (frame && isName) {
        frame.at = String(JSON.parse(text.slice(at, end + 1)));
        if (frame.names?.has(frame.at)) return placeOf(frames);
        frame.names?.add(frame.at);
      }
      at = end;
    }
  }
  return undefined;
}

const placeOf = (frames: readonly Frame[]): string =>
  frames
    .map(({ at }, index) => (index === 0 || at.startsWith('[') ? at : `.${at}`))
    .join('')
    .slice(0, 200);

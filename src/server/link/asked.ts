import type { Layout, People, Task } from '../../matching/index.ts';

/** Whole rows of a file, to be read by a thread. */
export interface PieceToRead {
  readonly layout: Layout;
  readonly bytes: Uint8Array;
  /** Whether it begins with the headings. */
  readonly isFirst: boolean;
  /** Whether its last row may have no end. */
  readonly isLast: boolean;
}

/** What a thread of a linkage is asked: to read a piece, to give what it has read, then to do tasks for the people that all threads share. */
export type Asked =
  | { readonly kind: 'read'; readonly piece: PieceToRead }
  | { readonly kind: 'part' }
  | { readonly kind: 'people'; readonly people: People }
  | { readonly kind: 'task'; readonly task: Task };

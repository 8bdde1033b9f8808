import { parentPort } from 'node:worker_threads';
import { PeopleBuilder, Performer, type ReadPart } from '../../matching/index.ts';
import type { Asked, PieceToRead } from './asked.ts';
import { RowReader } from './csv-rows.ts';

let builder: PeopleBuilder | undefined;
let performer: Performer | undefined;

/** How many records were added; undefined where anything is wrong with them. */
function read({ layout, bytes, isFirst, isLast }: PieceToRead): number | undefined {
  builder ??= new PeopleBuilder(layout);
  const into = builder;
  const before = into.size;
  let isHeading = isFirst;
  let isWrong = false;
  try {
    new RowReader().read(
      bytes,
      (row) => {
        if (!isHeading) isWrong = into.add(row.bytes, row.starts, row.ends, row.count) !== 'added' || isWrong;
        isHeading = false;
      },
      isLast,
    );
  } catch {
    return undefined;
  }
  return isWrong ? undefined : into.size - before;
}

function part(): ReadPart | undefined {
  const read = builder?.finish();
  builder = undefined;
  return read;
}

function answer(asked: Asked): unknown {
  if (asked.kind === 'read') return read(asked.piece);
  if (asked.kind === 'part') return part();
  if (asked.kind === 'task') return performer?.perform(asked.task);
  performer = new Performer(asked.people);
  return undefined;
}

parentPort?.on('message', (asked: Asked) => parentPort?.postMessage(answer(asked)));

import {
  findResidents,
  isVitalEvent,
  type KnownResident,
  toVitalEvent,
  type VitalEvent,
} from '../../databases/population/index.ts';
import { identityNumber, isWithin } from '../../standards/index.ts';
import type { Participant, Sql } from '../../store/index.ts';
import type { Directory } from '../directory/index.ts';
import type { Move } from './letter.ts';
import { writeLetter } from './letter-rows.ts';
import { findAwaiting, insertNotice, markNotice, noticeId, toldMove } from './notice-rows.ts';

type MoveEvent = VitalEvent & { readonly kind: Move['kind']; readonly otherPlace: string };
type PlacedMove = MoveEvent & { readonly place: string };

/** For so long a notice of the one place and the move recorded at the other are taken for one move. */
const ONE_MOVE_DAYS = 180;

/**
 * Tells the other place of a move that another platform serves it, in the transaction that records the move. Where that place told it
 * first, recording it here acknowledges what it told; a move that is corrected is withdrawn.
 */
export const tellMoves =
  (here: string, directory: Directory): Participant =>
  async (tx, written) => {
    const events = written.flatMap(({ resource, place, version }) => {
      const event = resource && version === 1 && isVitalEvent(resource) ? toVitalEvent(resource) : undefined;
      return event ? [{ ...event, place }] : [];
    });
    const moves = events.filter(
      (event): event is PlacedMove =>
        (event.kind === 'move-in' || event.kind === 'move-out') &&
        event.otherPlace !== undefined &&
        isElsewhere(directory, here, event.otherPlace),
    );
    const residents = new Map(
      (moves.length > 0
        ? await findResidents(
            tx,
            moves.map(({ resident }) => resident),
          )
        : []
      ).map((one) => [one.id, one]),
    );
    for (const move of moves) await tell(tx, here, move, residents.get(move.resident));
    for (const { corrects, recordedAt } of events)
      if (corrects !== undefined) await withdraw(tx, here, noticeId(here, corrects), recordedAt);
  };

/** Another platform serves the division: one below this one, or one outside. */
const isElsewhere = (directory: Directory, here: string, division: string): boolean =>
  !isWithin(division, here) || directory.nextDown(here, division) !== undefined;

async function tell(tx: Sql, here: string, event: PlacedMove, resident: KnownResident | undefined): Promise<void> {
  if (!resident) return;
  const move = releaseMove(event, resident);
  const awaiting = await findAwaiting(tx, move.number ?? '', move.kind === 'move-in' ? 'move-out' : 'move-in', ONE_MOVE_DAYS);
  const told = awaiting.flatMap(({ id }) => (isWithin(event.otherPlace, id.slice(0, id.indexOf('/'))) ? [id] : []));
  for (const id of told) await acknowledgeNotice(tx, here, id, event.recordedAt, event.recordedBy);
  if (told.length > 0) return;
  const id = noticeId(here, event.id);
  const isNew = await insertNotice(tx, {
    id,
    direction: 'outgoing',
    ...toldMove(move),
    place: event.place,
    otherPlace: event.otherPlace,
    resident: event.resident,
    madeAt: event.recordedAt,
  });
  if (isNew) await writeLetter(tx, here, event.otherPlace, { says: 'notice', notice: id, at: toUtc(event.recordedAt), move });
}

/** The released form of a move, as the release table has it. */
function releaseMove(event: PlacedMove, { name, sex, birthDate, identifiers }: KnownResident): Move {
  const number = identifiers.find(({ system }) => system === identityNumber)?.value;
  return {
    kind: event.kind,
    name,
    sex: sex === 'male' || sex === 'female' || sex === 'other' ? sex : 'unknown',
    ...(birthDate ? { birthDate } : {}),
    ...(number ? { number } : {}),
    happenedOn: event.happenedOn,
    place: event.place,
    otherPlace: event.otherPlace,
  };
}

async function withdraw(tx: Sql, here: string, id: string, at: string): Promise<void> {
  const told = await markNotice(tx, id, 'withdrawn', at);
  if (told) await writeLetter(tx, here, told.otherPlace, { says: 'withdrawn', notice: id, at: toUtc(at) });
}

/** Says that somebody here has seen what another platform told, and tells that platform. A repeat changes nothing. */
export async function acknowledgeNotice(tx: Sql, here: string, id: string, at: string, by: string): Promise<void> {
  const told = await markNotice(tx, id, 'acknowledged', at, by);
  const [origin = ''] = id.split('/');
  if (told?.direction === 'incoming') await writeLetter(tx, here, origin, { says: 'acknowledged', notice: id, at: toUtc(at) });
}

const toUtc = (instant: string): string => new Date(instant).toISOString();

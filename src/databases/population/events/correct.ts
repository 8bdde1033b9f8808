import type { Field } from '../../../forms/index.ts';
import { newIdBeside, Problem, shardOf } from '../../../kernel/index.ts';
import { type ScopedStore, type Sql, type ToWrite, writeAll } from '../../../store/index.ts';
import { parsed } from '../stored.ts';
import { type ChangedVersion, toVitalEvent, type VitalEvent } from './composition.ts';
import type { EventKind, EventRecorded } from './contract.ts';
import { eventRules } from './kinds.ts';
import { type Recording, untilWritten } from './record.ts';
import { toComposition } from './to-composition.ts';
import { undo } from './undo.ts';

const reasonField: Field = {
  key: 'reason',
  name: { zh: '更正原因', en: 'Reason for the correction' },
  type: 'text',
  required: true,
};

/**
 * Undoes what an event did by a new event that names it; both stay on record. What was changed since and has nothing to do
 * with it is kept.
 * @param may whether who asks may record this kind
 * @throws Problem event-corrected, event-superseded, right-missing
 */
export async function correctEvent(
  recording: Recording,
  id: string,
  reason: string,
  may: (kind: EventKind) => boolean = () => true,
): Promise<EventRecorded> {
  const { store, sql } = recording;
  return untilWritten(async () => {
    const event = await readEvent(store, id);
    if (event.kind === 'correction')
      throw new Problem('event-refused', 'A correction stands; record the event again', { at: 'id' });
    if (!may(event.kind)) throw new Problem('right-missing', 'The role does not record this kind', { at: 'id' });
    await refuseSuperseded(sql, event);
    const undone: ToWrite[] = [];
    for (const change of event.changes) undone.push(await undoChange(store, change));
    const correction = toCorrection(recording, event, reason, undone);
    await writeAll(store, [...undone, { resource: correction, after: undefined }], recording.within);
    return { id: correction.id, resident: event.resident };
  });
}

/** @throws Problem resource-unknown */
export async function readEvent(store: ScopedStore, id: string): Promise<VitalEvent> {
  const { body } = await store.read('Composition', id);
  const event = toVitalEvent(parsed(body));
  if (!event) throw new Problem('resource-unknown', 'No such event', { at: 'id' });
  return event;
}

/** A newborn with events of its own is not undone before them. */
async function refuseSuperseded(sql: Sql, { id, kind, resident }: VitalEvent): Promise<void> {
  const [row] = await sql<{ correctedBy: string | null; later: boolean }[]>`
    select corrected_by as "correctedBy",
           exists (select from population.event later
                    where later.resident = e.resident and later.shard = e.shard and later.id <> e.id
                      and later.corrected_by is null and later.kind <> 'correction') as later
      from population.event e where id = ${id} and shard = ${shardOf(resident)}`;
  if (row?.correctedBy) throw new Problem('event-corrected', 'The event is corrected already', { at: 'id' });
  if (kind in eventRules && eventRules[kind as keyof typeof eventRules].creates && row?.later)
    throw new Problem('event-superseded', 'The resident has later events', { at: 'Patient' });
}

async function undoChange(store: ScopedStore, { type, id, version }: ChangedVersion): Promise<ToWrite> {
  const [before, after, current] = await Promise.all([
    version > 1 ? store.readVersion(type, id, version - 1) : undefined,
    store.readVersion(type, id, version),
    store.read(type, id),
  ]);
  const resource = undo(before && parsed(before.body), parsed(after.body), parsed(current.body));
  if (resource.resourceType === undefined)
    throw new Problem('event-superseded', `${type}.${resource.element} was changed since`, { at: `${type}.${resource.element}` });
  return { resource, after: current.version };
}

function toCorrection({ now, by }: Recording, event: VitalEvent, reason: string, undone: readonly ToWrite[]) {
  return toComposition({
    id: newIdBeside(event.resident),
    kind: 'correction',
    name: { zh: '更正', en: 'Correction' },
    resident: event.resident,
    happened: event.happenedAt ?? event.happenedOn,
    certificate: undefined,
    recordedAt: now.toISOString(),
    recordedBy: by,
    corrects: event.id,
    fields: [reasonField],
    values: { reason },
    changes: undone.map(({ resource: { resourceType, id }, after = 0 }) => ({ type: resourceType, id, version: after + 1 })),
  });
}

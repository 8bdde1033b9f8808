import { findLinked, type Sql } from '../../../store/index.ts';
import { residentsOf } from './components.ts';
import type { Member } from './decide.ts';
import { deleteApart, deleteLinks, readLinks } from './link-rows.ts';
import { readPeople } from './match-rows.ts';
import { lockPatientsAlone } from './turns.ts';

interface Left {
  /** The residents that remain of those that they were of. */
  readonly groups: readonly (readonly Member[])[];
  record(tx: Sql, at: string): Promise<void>;
}

/** What remains of residents when Patients are deleted: their links go with them. */
export async function withoutPatients(tx: Sql, leaving: readonly string[]): Promise<Left> {
  if (leaving.length === 0) return { groups: [], record: async () => {} };
  const guessed = await findLinked(tx, leaving);
  await lockPatientsAlone(tx, [...guessed.values()].flat());
  const members = [...new Set([...(await findLinked(tx, leaving)).values(), leaving].flat())];
  const state = await readLinks(tx, members);
  const gone = new Set(leaving);
  const isTheirs = ({ a, b }: { a: string; b: string }) => gone.has(a) || gone.has(b);
  const staying = members.filter((id) => !gone.has(id));
  const people = await readPeople(tx, staying);
  const groups = residentsOf({ patients: staying, links: state.links.filter((one) => !isTheirs(one)) }).map((group) =>
    group.map((id) => ({ id, registeredAt: people.get(id)?.registeredAt ?? '' })),
  );
  return {
    groups,
    record: async (writing) => {
      await deleteLinks(writing, state.links.filter(isTheirs));
      await deleteApart(writing, state.apart.filter(isTheirs));
    },
  };
}

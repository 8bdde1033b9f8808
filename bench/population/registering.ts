import {
  countMoves,
  keepEvents,
  keepResidents,
  openRegistrar,
  recordOf,
  searchResidents,
} from '../../src/databases/population/index.ts';
import { builtInModel, openMatcher } from '../../src/matching/index.ts';
import { type Database, type ScopedStore, wholePlatform } from '../../src/store/index.ts';
import { load, type Run } from '../harness.ts';
import { within, withServer, withStore } from '../store/opened.ts';
import { patients, placeOf } from './patients.ts';

/** Those that are there before anything is measured, and those that come. */
const SEEDS = { there: 12, coming: 13 } as const;
/** Registrations that are written in one transaction while the database is filled, and how many such at a time. Of more the store would lock everybody at once. */
const [BATCH, FILLING] = [100, 2];
/** Desks at work at the same time, and many. */
const [DESKS, MANY_DESKS] = [8, 32];

/** Registrations, and searches by name, in a database that has so many registrations already. */
export async function registerAndSearch(run: Run): Promise<void> {
  const matcher = openMatcher(builtInModel());
  const now = () => new Date();
  const options = {
    placeOf,
    participants: [keepResidents, keepEvents, countMoves],
    registrar: openRegistrar({ matcher: () => ({ matcher, version: 0 }), placeOf, now }),
  };
  await withServer((_server, url) => withStore(url, 20, (database, store) => measure(run, database, store), options));
}

async function measure(run: Run, database: Database, store: ScopedStore): Promise<void> {
  const ms = run.quick ? 500 : 20_000;
  await fill(run, store, run.number('residents'));
  await database.sql`vacuum analyze`;
  await database.sql`checkpoint`;
  await searches(run, database, ms / 4);
  await register(run, database, store, ms);
}

async function fill(run: Run, store: ScopedStore, count: number): Promise<void> {
  const coming = patients(SEEDS.there);
  let left = count;
  const began = performance.now();
  const worker = async () => {
    while (left > 0) {
      const size = Math.min(BATCH, left);
      left -= size;
      const changes = Array.from({ length: size }, () => ({ kind: 'create' as const, resource: coming.next().value }));
      await store.commit(changes, { atomic: true, within });
    }
  };
  await Promise.all(Array.from({ length: FILLING }, worker));
  run.report({
    work: 'registrations, 100 in a transaction, two at a time',
    value: (count * 1000) / (performance.now() - began),
    unit: '/s',
    note: `matched, linked, indexed, audited; counted afterwards, which is not in it; from none to ${count.toLocaleString('en')}`,
  });
}

/** One desk after the other waits for its answer; limit: the candidates of the same people are looked up, and nothing else is done. */
async function register(run: Run, { sql }: Database, store: ScopedStore, ms: number): Promise<void> {
  const [{ registrations = 0, residents = 0 } = {}] = await sql<{ registrations: number; residents: number }[]>`
    select (select count(*) from population.match_record)::integer as registrations,
           (select count(*) from population.resident)::integer as residents`;
  const matcher = openMatcher(builtInModel());
  const coming = patients(SEEDS.coming);
  const asked = patients(SEEDS.coming);
  const bare = await load(DESKS, ms / 4, () => {
    const keys = matcher.keysOf(recordOf(asked.next().value, '350102')).map(({ key }) => key);
    return sql`
      select p.fields from population.match_key k join population.match_record p on p.id = k.id
       where k.key = any(${keys}::bigint[]) limit 120`;
  });
  const { perSecond, ...times } = await load(DESKS, ms, () => store.create(coming.next().value, within));
  run.report({
    work: `registration, ${DESKS} desks at once`,
    value: perSecond,
    unit: '/s',
    limit: bare.perSecond,
    times,
    note: `beside ${registrations.toLocaleString('en')} registrations of ${residents.toLocaleString('en')} residents; limit: bare candidate SQL`,
  });
  const { perSecond: many, ...manyTimes } = await load(MANY_DESKS, ms / 2, () => store.create(coming.next().value, within));
  run.report({
    work: `registration, ${MANY_DESKS} desks at once`,
    value: many,
    unit: '/s',
    limit: bare.perSecond,
    times: manyTimes,
  });
  const alone = await load(1, ms / 4, () => store.create(coming.next().value, within));
  run.report({ work: 'registration, one desk', value: alone.perSecond, unit: '/s', times: alone });
}

/** Searches for a name: by the surname and one character, and by its pinyin; limit: the ids alone, by the index. */
async function searches(run: Run, { sql }: Database, ms: number): Promise<void> {
  const names = await sql<{ name: string; pinyin: string }[]>`
    select name, pinyin from population.resident where name <> '' and pinyin <> '' order by md5(id) limit 500`;
  const at = (turn: number) => names[turn % names.length] ?? { name: '王', pinyin: 'wang' };
  const kinds = [
    ['a surname', ({ name }: { name: string }) => name.slice(0, 1)],
    ['a surname and a character', ({ name }: { name: string }) => name.slice(0, 2)],
    ['a whole name', ({ name }: { name: string }) => name],
    ['the first letters of pinyin', ({ pinyin }: { pinyin: string }) => pinyin.slice(0, 4)],
    ['whole pinyin', ({ pinyin }: { pinyin: string }) => pinyin],
  ] as const;
  for (const [kind, textOf] of kinds) {
    const bare = await load(1, ms / 2, (turn) => {
      const [column, prefix] = kind.includes('pinyin') ? [sql`pinyin`, textOf(at(turn))] : [sql`name`, textOf(at(turn))];
      return sql`select id from population.resident where ${column} like ${`${prefix}%`} limit 20`;
    });
    const { perSecond, ...times } = await load(1, ms, (turn) =>
      searchResidents(sql, wholePlatform, { text: textOf(at(turn)), count: 20 }),
    );
    run.report({
      work: `search by ${kind}`,
      value: perSecond,
      unit: '/s',
      limit: bare.perSecond,
      times,
      note: 'a page of 20 with its estimate; limit: 20 ids by the same prefix',
    });
  }
}

import { shardOf } from '../../src/kernel/index.ts';
import { dayText, type Piece } from '../../src/life-course/index.ts';
import type { Sql } from '../../src/store/index.ts';

/** Somebody of a generated county: in one in eight adults hypertension is followed up, some of the old were examined. */
export interface GeneratedLife {
  readonly id: string;
  readonly sex: 'male' | 'female';
  /** Days since 1970-01-01. */
  readonly born: number;
  readonly township: string;
  readonly pieces: readonly Piece[];
}

const TOWNSHIPS = ['350102001', '350102002', '350102003', '350102004'];

/** The same lives for the same number, whoever asks. */
export function* generatedLives(count: number, today: number): Generator<GeneratedLife> {
  for (let index = 0; index < count; index++) {
    const random = sequence(index);
    const born = today - Math.floor(random() * 90 * 365.25);
    const age = (today - born) / 365.25;
    const isFollowed = age >= 35 && random() < 0.25;
    const isExamined = age >= 65 && random() < 0.6;
    yield {
      id: idOf(index),
      sex: index % 2 === 0 ? 'female' : 'male',
      born,
      township: TOWNSHIPS[index % TOWNSHIPS.length] ?? '350102001',
      pieces: [
        ...(isFollowed ? followed(today, random) : []),
        ...(isExamined
          ? [piece('examined', today - Math.floor(random() * 700), { contact: 'elderly/examination', selfCare: '1' })]
          : []),
      ],
    };
  }
}

function followed(today: number, random: () => number): Piece[] {
  const start = today - 700 + Math.floor(random() * 300);
  const visits = 2 + Math.floor(random() * 6);
  const step = Math.floor((today - start) / (visits + 1));
  return [
    piece('enrolment', start, { enrolled: 'hypertension', version: '2017' }),
    ...Array.from({ length: visits }, (_, nth) => {
      const systolic = 115 + Math.floor(random() * 55);
      return piece(`visit-${nth}`, start + step * (nth + 1), {
        contact: 'hypertension/follow-up',
        contactMode: random() < 0.8 ? '1' : '3',
        systolic,
        diastolic: 70 + Math.floor(random() * 25),
        followUpResult: systolic >= 145 ? '2' : '1',
      });
    }),
  ];
}

const piece = (source: string, day: number, facts: Piece['facts']): Piece => ({ source: `Encounter/${source}`, day, facts });

/** Ids as the platform gives them carry their shard; here they only have to be ids. */
const idOf = (index: number): string => `00000000-0000-8000-8000-${index.toString(16).padStart(12, '0')}`;

function sequence(seed: number): () => number {
  let state = (seed + 1) * 2_654_435_761;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const BATCH = 5000;

/** Puts lives where a platform keeps them, and the same events as plain rows for a statement written by hand. */
export async function loadLives(sql: Sql, count: number, today: number): Promise<number> {
  await sql`create schema bench`;
  await sql`
    create table bench.event (resident text, day date, contact text, enrolled text, mode text, systolic int, diastolic int, result text, self_care text)`;
  let events = 0;
  let batch: GeneratedLife[] = [];
  const flush = async () => {
    await insertResidents(sql, batch);
    events += await insertEvents(sql, batch);
    batch = [];
  };
  for (const life of generatedLives(count, today)) {
    batch.push(life);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  await sql`analyze population.resident`;
  await sql`analyze chronicle.life`;
  await sql`analyze bench.event`;
  return events;
}

async function insertResidents(sql: Sql, lives: readonly GeneratedLife[]): Promise<void> {
  const of = <Value>(pick: (life: GeneratedLife) => Value) => lives.map(pick);
  await sql`
    insert into population.resident (shard, id, name, pinyin, initials, sex, birth_date, place)
    select shard, id, '居民', 'jumin', 'jm', sex, born, place
      from unnest(${of(({ id }) => shardOf(id))}::bigint[], ${of(({ id }) => id)}::text[], ${of(({ sex }) => sex)}::text[],
                  ${of(({ born }) => dayText(born))}::date[], ${of(({ township }) => township)}::text[]) as given (shard, id, sex, born, place)`;
  const known = lives.filter(({ pieces }) => pieces.length > 0);
  await sql`
    insert into chronicle.life (shard, patient, pieces)
    select * from unnest(${known.map(({ id }) => shardOf(id))}::bigint[], ${known.map(({ id }) => id)}::text[],
                         ${known.map(({ pieces }) => JSON.stringify(pieces))}::text[])`;
}

async function insertEvents(sql: Sql, lives: readonly GeneratedLife[]): Promise<number> {
  const rows = lives.flatMap(({ id, pieces }) => pieces.map(({ day, facts }) => ({ id, day, facts })));
  const fact = (name: string) => rows.map(({ facts }) => facts[name] ?? null) as (string | null)[];
  await sql`
    insert into bench.event (resident, day, contact, enrolled, mode, systolic, diastolic, result, self_care)
    select * from unnest(${rows.map(({ id }) => id)}::text[], ${rows.map(({ day }) => dayText(day))}::date[], ${fact('contact')}::text[],
                         ${fact('enrolled')}::text[], ${fact('contactMode')}::text[], ${fact('systolic')}::int[],
                         ${fact('diastolic')}::int[], ${fact('followUpResult')}::text[], ${fact('selfCare')}::text[])`;
  return rows.length;
}

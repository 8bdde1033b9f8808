import { expect, test } from 'vitest';
import { testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, anObservation, aPerson, CARD, register } from '../../../tests/support/people.ts';
import type { Database } from '../../store/index.ts';
import { releaseRules } from './release-rules.ts';

/** Whatever tables there are: all rows of the database as one text. */
async function everythingIn({ sql }: Database): Promise<string> {
  const tables = await sql<{ schema: string; name: string }[]>`
    select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
  const texts = await Promise.all(
    tables.map(async ({ schema, name }) =>
      JSON.stringify(await sql`select to_json(t)::text as row from ${sql(schema)}.${sql(name)} t`),
    ),
  );
  return texts.join('\n');
}

test('the database above holds the released form, and nothing else of a resident', async () => {
  await using network = await testNetwork('350100', '350102');
  const gulou = network.at('350102');
  const number = anIdentityNumber('1984-05-06');
  const patient = await register(
    gulou,
    aPerson({
      name: '司马光启',
      number,
      card: '350102900000000017',
      telecom: [{ system: 'phone', value: '13850160002' }],
      address: [{ use: 'home', text: '东街口八十六号' }],
      contact: [{ name: { text: '司马谈之' } }],
      identifier: [
        { system: 'urn:oid:2.16.156.10011.1.3', value: number },
        { system: CARD, value: '350102900000000017' },
        { system: 'urn:passport', value: 'E77711122' },
      ],
    }),
  );
  await register(gulou, anObservation(patient, { code: { text: '秘密检验' }, valueString: '阳性结果' }));
  const { database } = network.at('350100').running.platform;
  await network.until(async () => (await everythingIn(database)).includes('medical_records'));

  const above = await everythingIn(database);

  const released = [patient, '司马光启', 'female', '1984-05-06', '350102001', number, '350102900000000017', 'Observation'];
  const kept = ['13850160002', '东街口', '司马谈之', 'E77711122', '秘密检验', '阳性结果'];
  expect(released.filter((text) => !above.includes(text))).toEqual([]);
  expect(kept.filter((text) => above.includes(text))).toEqual([]);
});

test('every rule of release says what, in which form, and why, in both languages', () => {
  const texts = releaseRules.flatMap(({ fact, why }) => [fact.zh, fact.en, why.zh, why.en]);

  expect(texts.filter((text) => text.trim() === '')).toEqual([]);
  expect(new Set(releaseRules.map(({ form }) => form))).toEqual(
    new Set(['index', 'count', 'aggregate', 'line', 'notice', 'nothing']),
  );
});

import { describe, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { addAccount, checkPassword, findAccount } from './accounts.ts';

const DOCTOR = { username: 'doctor', name: { zh: '陈静', en: 'Chen Jing' }, role: 'doctor', place: '350102' };
const HERE = '10.0.0.1';

async function withDoctor() {
  const database = await freshDatabase();
  await addAccount(database.sql, DOCTOR, 'right');
  const attempt = (password: string, address = HERE, username = 'doctor') =>
    checkPassword(database.sql, username, password, address).then(
      () => 'in',
      (thrown: { code: string }) => thrown.code,
    );
  const failures = (count: number) => Promise.all(Array.from({ length: count }, () => attempt('wrong')));
  /** One real failure, and entries of so many others beside it: a password takes its time to be checked. */
  const failedBefore = async (count: number) => {
    await attempt('wrong');
    await database.sql`
      insert into identity.failed_sign_in (subject) select subject from identity.failed_sign_in, generate_series(2, ${count})`;
  };
  return { database, attempt, failures, failedBefore };
}

describe('account', () => {
  test('that is there already keeps its password', async () => {
    const { database, attempt } = await withDoctor();
    await using _ = database;
    await addAccount(database.sql, { ...DOCTOR, role: 'audit-administrator' }, 'other');

    const outcomes = [await attempt('right'), await attempt('other')];

    expect(outcomes).toEqual(['in', 'sign-in-refused']);
    expect(await findAccount(database.sql, 'doctor')).toMatchObject({ role: 'doctor' });
  });

  test('after ten failures the right password is refused too, for this name from this address', async () => {
    const { database, attempt, failures } = await withDoctor();
    await using _ = database;
    const outcomes = await failures(10);

    const outcome = await attempt('right');

    expect(new Set(outcomes)).toEqual(new Set(['sign-in-refused']));
    expect(outcome).toBe('sign-in-locked');
  });

  test('nobody can lock out another address, or another name', async () => {
    const { database, attempt, failedBefore } = await withDoctor();
    await using _ = database;
    await addAccount(database.sql, { ...DOCTOR, username: 'nurse' }, 'right');
    await failedBefore(10);

    const outcomes = [await attempt('right', '10.0.0.2'), await attempt('right', HERE, 'nurse')];

    expect(outcomes).toEqual(['in', 'in']);
  });

  test('a hundred guesses at once are ten guesses', async () => {
    const { database, failures } = await withDoctor();
    await using _ = database;

    const outcomes = await failures(100);

    expect(outcomes.filter((outcome) => outcome === 'sign-in-refused').length).toBeLessThanOrEqual(10);
    expect(outcomes).toContain('sign-in-locked');
  });

  test('attempts while locked do not make it last longer', async () => {
    const { database, attempt, failures, failedBefore } = await withDoctor();
    await using _ = database;
    await failedBefore(10);
    await failures(5);
    await database.sql`update identity.failed_sign_in set at = at - interval '6 minutes'`;

    const outcome = await attempt('right');

    expect(outcome).toBe('in');
  });

  test('the right password takes earlier mistakes back', async () => {
    const { database, attempt, failures, failedBefore } = await withDoctor();
    await using _ = database;
    await failedBefore(9);
    await attempt('right');
    await failures(2);

    const outcome = await attempt('right');

    expect(outcome).toBe('in');
  });
});

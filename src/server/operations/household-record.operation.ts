import { z } from 'zod';
import {
  assembleHousehold,
  type HouseholdPerson,
  type HouseholdRecord,
} from '../../applications/public-health/household-record/index.ts';
import { readLives } from '../../chronicle/index.ts';
import { householdOf, readPatient, toResident } from '../../databases/population/index.ts';
import type { FactValue } from '../../life-course/index.ts';
import { findNationalTable } from '../../platform/terminology/index.ts';
import { codesOf } from '../../programmes/index.ts';
import { findLinked } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { operation } from './context.ts';
import { seenBy } from './programme-task.ts';

/** Code of the head among relations, GB/T 4761. */
const HEAD = /^0/;

/** GET /api/residents/:id/household-record */
export const householdRecordOperation = operation({
  method: 'GET',
  path: '/residents/:id/household-record',
  title:
    'The health record of the household of a resident: members, home, contracts with the family doctor, what is due for whom',
  needs: { right: 'programme.read', purpose: 'PUBHLTH' },
  input: z.object({ id: z.string().max(64) }),
  async run({ input: { id }, platform, subject, actor }): Promise<HouseholdRecord> {
    const store = platform.store.as(subject.scope);
    const { sql } = platform.database;
    const own = toResident((await readPatient(store, id)).resource);
    const household = await householdOf(store, id);
    const alone = { id, name: own.name, sex: own.sex, ...(own.birthDate ? { birthDate: own.birthDate } : {}), isHead: false };
    const people: Omit<HouseholdPerson, 'course'>[] = household.members.map(
      ({ id: member, name, sex, birthDate, relation, relationZh, relationEn }) => ({
        ...{ id: member, name, sex: toSex(sex), isHead: relation !== undefined && HEAD.test(relation) },
        ...(birthDate ? { birthDate } : {}),
        ...(relationZh ? { relation: { zh: relationZh, en: relationEn ?? relationZh } } : {}),
      }),
    );
    const all = people.length > 0 ? people : [{ ...alone, sex: toSex(own.sex) }];
    const ids = all.map((one) => one.id);
    const [linked, { courses }] = await Promise.all([findLinked(sql, ids), readLives(sql, ids)]);
    const courseOf = (one: string) => courses.find(({ resident }) => resident === (linked.get(one)?.[0] ?? one));
    await platform.audit.record(
      actor,
      ids.map((resident) => ({
        action: 'read' as const,
        what: 'CarePlan',
        count: 1,
        resident,
        place: platform.settings.division,
      })),
    );
    return assembleHousehold(
      { id: household.id, address: household.address, people: all.map((one) => ({ ...one, course: courseOf(one.id) })) },
      {
        book: platform.programmes.book,
        today: platform.programmes.today(),
        mayBeSeen: seenBy(platform, subject),
        words: wordsIn(platform),
      },
    );
  },
});

const toSex = (sex: string): HouseholdPerson['sex'] => (sex === 'male' || sex === 'female' || sex === 'other' ? sex : 'unknown');

const YES = { zh: '是', en: 'Yes' };
const NO = { zh: '否', en: 'No' };

const wordsIn =
  ({ programmes: { elements } }: Platform) =>
  (name: string, value: FactValue) => {
    const element = elements.get(name);
    const title = element?.title ?? { zh: name, en: name };
    if (typeof value === 'boolean') return { title, value: value ? YES : NO };
    const table = element && codesOf(element, findNationalTable);
    const named = String(value)
      .split(' ')
      .map((code) => table?.find(code)?.name ?? { zh: code, en: code });
    return { title, value: { zh: named.map(({ zh }) => zh).join('、'), en: named.map(({ en }) => en).join(', ') } };
  };

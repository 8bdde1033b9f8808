import { read, utils, write } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type TestNetwork, type TestPlatform, testNetwork } from '../../../tests/support/network.ts';
import { anIdentityNumber, aPerson, post, register } from '../../../tests/support/people.ts';
import type { ImportPreview } from '../../imports/contract.ts';
import type { ContactView, ResidentProgrammes } from '../../programmes/contract.ts';

let network: TestNetwork;
let gulou: TestPlatform;
let doctor: Caller;
beforeAll(async () => {
  network = await testNetwork('350102');
  gulou = network.at('350102');
  doctor = await gulou.as('village');
});
afterAll(() => network[Symbol.asyncDispose]());

const TASK = { programme: 'hypertension', activity: 'follow-up' };
type Line = Readonly<Record<string, string | number>>;
const json = { 'content-type': 'application/json' };

async function aResident(name: string, birthDate = '1956-04-05') {
  const number = anIdentityNumber(birthDate);
  return { id: await register(gulou, aPerson({ name, number, birthDate })), number, name };
}
const visit = ({ number, name }: { number: string; name: string }, more: Line = {}): Line => ({
  居民身份证号: number,
  姓名: name,
  服务日期: '2026-03-02',
  收缩压: 152,
  舒张压: 88,
  // a heading may also be the key of the field
  ...{ contactMode: '门诊', hypertensionSymptoms: '1', weight: 70, height: 165, medicationAdherence: '1' },
  ...{ adverseReaction: '否', followUpResult: '2' },
  ...more,
});

/** Headings as the template has them, so that the test knows no more of them than a user. */
async function templateHeadings(): Promise<string[]> {
  const { body } = (await doctor.api('imports/contacts/template?programme=hypertension&activity=follow-up')) as unknown as {
    body: { content: string };
  };
  const book = read(body.content, { type: 'base64' });
  return utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, { header: 1 })[0] ?? [];
}

function bookOf(lines: readonly Line[]): string {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.json_to_sheet([...lines]), '随访');
  return write(book, { type: 'base64', bookType: 'xlsx' });
}
const lookAt = async (lines: readonly Line[], by = doctor) =>
  (await by.api('imports/contacts', post({ ...TASK, name: '随访.xlsx', content: bookOf(lines) }, json))) as unknown as {
    status: number;
    body: { id: string; code: string; at: string };
  };
const preview = async (id: string, by = doctor) =>
  (await by.api(`imports/contacts/${id}?count=200`)) as unknown as { status: number; body: ImportPreview };
async function writeAll(id: string): Promise<void> {
  const { body } = (await doctor.api(`imports/contacts/${id}/write`, post({}, json))) as unknown as { body: { job: string } };
  await network.until(async () => ['done', 'failed'].includes((await gulou.running.platform.jobs.find(body.job))?.state ?? ''));
}
const contactsOf = async (id: string): Promise<readonly ContactView[]> =>
  ((await doctor.api(`residents/${id}/programmes`)).body as ResidentProgrammes).contacts;

describe('a workbook of follow-ups', () => {
  test('has a column for each field that is asked, none for what is worked out, each under a name of its own', async () => {
    const headings = await templateHeadings();

    expect(headings).toEqual(expect.arrayContaining(['居民身份证号', '姓名', '服务日期', '收缩压', '舒张压']));
    expect(new Set(headings).size).toBe(headings.length);
    expect(headings).not.toContain('体质指数');
  });

  test('is looked at row by row: whose it is, what cannot be, what was recorded before', async () => {
    const [right, other, drunk] = [await aResident('汪一'), await aResident('汪二'), await aResident('汪三')];
    const { body } = await lookAt([
      visit(right),
      visit({ ...other, name: '汪别' }),
      visit({ number: anIdentityNumber('1950-01-01'), name: '汪无' }),
      visit(drunk, { 收缩压: 900 }),
      visit(other, { 服务日期: '2999-01-01' }),
      visit(other, { 服务日期: '1949-01-01' }),
      visit(right),
    ]);

    const { items, counts } = (await preview(body.id)).body;

    expect(items.map(({ outcome }) => outcome)).toEqual(['new', 'wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'wrong']);
    expect(items.map(({ faults }) => faults.filter(({ kind }) => kind === 'impossible').map(({ at }) => at)[0])).toEqual([
      undefined,
      'name',
      'identityNumber',
      'systolic',
      'contactDay',
      'contactDay',
      'identityNumber',
    ]);
    expect(counts).toEqual({ new: 1, wrong: 6 });
    expect(items[0]?.values['identityNumber']).not.toContain(right.number.slice(6, 14));
    expect(await contactsOf(right.id)).toEqual([]);
  });

  test('is written once: each contact with its answers, in the programmes of its resident', async () => {
    const people = [await aResident('石一'), await aResident('石二'), await aResident('石三')];
    const { body } = await lookAt(people.map((one, index) => visit(one, { 收缩压: 131 + index })));

    await writeAll(body.id);
    const { body: again } = await lookAt(people.map((one) => visit(one)));

    const after = (await preview(body.id)).body;
    expect(after.counts).toEqual({ created: 3 });
    for (const [index, { id }] of people.entries()) {
      await network.until(async () => (await contactsOf(id)).length > 0);
      const contacts = await contactsOf(id);
      expect(contacts).toMatchObject([{ ...TASK, on: '2026-03-02', answers: { systolic: 131 + index, diastolic: 88 } }]);
    }
    expect((await doctor.api(`imports/contacts/${body.id}/write`, post({}, json))).status).toBe(409);
    // the feed may not have brought them when the second file was looked at: writing looks again
    await writeAll(again.id);
    expect((await preview(again.id)).body.counts).toEqual({ unchanged: 3 });
    expect(await contactsOf(people[0]?.id ?? '')).toHaveLength(1);
  });

  test('leaves out the row that is refused in writing, and writes the others', async () => {
    const [one, dying] = [await aResident('钟一'), await aResident('钟二')];
    const { body } = await lookAt([visit(one), visit(dying)]);
    const patient = (await gulou.fhir(`Patient/${dying.id}`)).body as Record<string, unknown>;
    await gulou.fhir(`Patient/${dying.id}`, {
      method: 'PUT',
      body: JSON.stringify({ ...patient, deceasedDateTime: '2026-01-01' }),
      headers: { 'content-type': 'application/fhir+json' },
    });

    await writeAll(body.id);

    expect((await preview(body.id)).body.items.map(({ outcome }) => outcome)).toEqual(['created', 'refused']);
  });

  test('is seen by who brought it alone, and of a restricted programme by nobody else', async () => {
    const { body } = await lookAt([visit(await aResident('邹一'))]);
    const another = await gulou.as('public-health');

    expect((await preview(body.id, another)).status).toBe(404);
    expect((await doctor.api('imports/contacts/template?programme=mental&activity=follow-up')).status).toBe(
      (await doctor.api('programmes/mental')).status,
    );
    expect((await doctor.api('imports/contacts/template?programme=none&activity=follow-up')).status).toBe(404);
  });
});

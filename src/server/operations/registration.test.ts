import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, type TestNetwork, testNetwork } from '../../../tests/support/network.ts';
import { post } from '../../../tests/support/people.ts';
import type { Registered, RegistrationForm } from '../../databases/population/registration/contract.ts';
import type { Fault } from '../../kernel/contract.ts';
import { formatHealthCardNumber, formatResidentNumber } from '../../standards/index.ts';

let network: TestNetwork;
let registrar: Caller;
beforeAll(async () => {
  network = await testNetwork('350102');
  registrar = await network.at('350102').as('registrar');
});
afterAll(() => network[Symbol.asyncDispose]());

let forms = 0;
const aForm = () => `00000000-0000-4000-8000-${String(++forms).padStart(12, '0')}`;
const birthDate = '1984-05-06';
let women = 0;
const numberOf = (sequence: number) => formatResidentNumber({ division: '350102', birthDate, sequence });
/** Of a woman. */
const aNumber = () => numberOf(300 + 2 * women++);
const someone = (changes: Record<string, string | null> = {}) => ({
  ...{ name: '林晓明', sex: 'female', birthDate, documentType: '01', documentNumber: aNumber() },
  ...{ homeDivision: '350102001', homeAddress: '东街口 88 号', phone: '13805910001' },
  ...changes,
});
const send = (body: object) => registrar.api('residents', post(body));
const faultsOf = ({ body }: { body: { faults?: readonly Fault[] } }) => body.faults?.map(({ at, kind }) => `${at} ${kind}`);

test('the form begins with the document, and with the place of whoever registers', async () => {
  const { fields, initial }: RegistrationForm = (await registrar.api('registration-form')).body;

  expect(fields.slice(0, 2).map(({ key }) => key)).toEqual(['documentType', 'documentNumber']);
  expect(fields.filter(({ required }) => required).map(({ key }) => key)).toEqual(['name', 'sex', 'birthDate']);
  expect(initial).toEqual({ documentType: '01', homeDivision: '350102' });
});

test('somebody who is not known becomes a resident; sending the form again registers nobody again', async () => {
  const form = aForm();
  const values = someone({ cardNumber: formatHealthCardNumber({ division: '350102', sequence: 7 }) });

  const [first, second] = [await send({ form, values }), await send({ form, values })];

  const { body }: { body: Registered } = first;
  expect(body).toMatchObject({ patient: form, resident: form, outcome: 'new', isRepeat: false });
  expect(second).toMatchObject({ status: 200, body: { outcome: 'new', isRepeat: true } });
  const { body: patient } = await registrar.fhir(`Patient/${form}`);
  expect(patient).toMatchObject({
    meta: { versionId: '1' },
    name: [{ text: '林晓明' }],
    address: [{ text: '东街口 88 号' }],
    identifier: [{ system: 'urn:oid:2.16.156.10011.1.19' }, { system: 'urn:oid:2.16.156.10011.1.3' }],
  });
});

test('the same form sent twice at once registers once', async () => {
  const body = { form: aForm(), values: someone({ name: '赵一鸣', phone: '13805910077' }) };

  const answers = await Promise.all([send(body), send(body)]);

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect((await registrar.fhir(`Patient/${body.form}`)).body).toMatchObject({ meta: { versionId: '1' } });
});

test('somebody who is known is linked, and both registrations are told', async () => {
  const values = someone({ name: '欧阳修远', phone: '13805910002' });
  const [one, other] = [aForm(), aForm()];
  await send({ form: one, values });

  const { body }: { body: Registered } = await send({ form: other, values });

  expect(body).toMatchObject({ patient: other, resident: one, outcome: 'linked' });
  expect(body.registrations.map(({ patient }) => patient)).toEqual([one, other]);
  expect(JSON.stringify(body)).not.toContain(String(values.documentNumber));
});

test('somebody who may be one who is known is put before the reviewers', async () => {
  const values = someone({ name: '司马光明', phone: '13805910003', homeAddress: '福建省福州市鼓楼区东街口66号1幢202室' });
  await send({ form: aForm(), values: { ...values, documentNumber: numberOf(12) } });

  const { body }: { body: Registered } = await send({ form: aForm(), values: { ...values, documentNumber: numberOf(14) } });

  expect(body).toMatchObject({ outcome: 'review', reviews: 1 });
  expect(body.registrations).toHaveLength(1);
});

test('what cannot be is refused with every field, what may be is asked about and taken once confirmed', async () => {
  const wrong = { name: null, documentNumber: '350102198405060121', cardNumber: '123', birthDate: '2099-01-01' };
  const form = aForm();
  const values = someone({ name: '林', birthDate: '1910-01-01', documentNumber: null });

  const [refused, asked, taken] = [
    await send({ form: aForm(), values: someone(wrong) }),
    await send({ form, values }),
    await send({ form, values, confirmed: ['name', 'birthDate'] }),
  ];

  expect(refused).toMatchObject({ status: 422, body: { code: 'data-invalid' } });
  expect(faultsOf(refused)?.toSorted()).toEqual([
    'birthDate impossible',
    'cardNumber impossible',
    'documentNumber impossible',
    'name impossible',
  ]);
  expect(asked).toMatchObject({ status: 422, body: { code: 'data-improbable' } });
  expect(faultsOf(asked)).toEqual(['birthDate improbable', 'name improbable']);
  expect(taken).toMatchObject({ status: 200, body: { outcome: 'new' } });
});

test('a number that does not agree with day of birth and sex is asked about', async () => {
  const answer = await send({ form: aForm(), values: someone({ birthDate: '1990-01-01' }) });

  expect(faultsOf(answer)).toEqual(['documentNumber improbable']);
});

test('nobody registers without the right', async () => {
  const doctor = await network.at('350102').as('doctor');

  const answer = await doctor.api('residents', post({ form: aForm(), values: someone() }));

  expect(answer.status).toBe(403);
});

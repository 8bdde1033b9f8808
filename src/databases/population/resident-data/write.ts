import { isObject } from '../../../fhir/index.ts';
import { type FormValues, impossible, improbable, readForm, refuseFaults } from '../../../forms/index.ts';
import { chinaDay, type Fault, Problem } from '../../../kernel/index.ts';
import {
  documentSystem,
  findDivision,
  identityNumber,
  parseDocumentNumber,
  parseResidentNumber,
} from '../../../standards/index.ts';
import type { ScopedStore, Sql, Written } from '../../../store/index.ts';
import { type Identified, partsOf, textOf } from '../parts.ts';
import { readPatient } from '../stored.ts';
import { withIdentifier } from './changes.ts';
import { documentFields, elements } from './elements.ts';

/**
 * Writes a form over the version that it was drawn from.
 * @returns the version that is now
 * @throws Problem data-invalid and data-improbable with their fields, version-conflict
 */
export async function writeData(
  store: ScopedStore,
  {
    id,
    version,
    given,
    confirmed,
    now,
  }: { id: string; version: number; given: unknown; confirmed: readonly string[]; now: Date },
  within: (tx: Sql, written: readonly Written[]) => Promise<void>,
): Promise<number> {
  const stored = await readPatient(store, id);
  const { patient, faults } = withData(stored.resource, given, now);
  refuseFaults(faults, confirmed);
  return (await store.put(patient, version, within)).version;
}

/**
 * The Patient with what a form gives: what is empty in it is cleared, what it does not name stays, as does everything of
 * the Patient that no form knows. Pure.
 * @param given values by key; null or an empty text clears one that is not secret, a secret one left out is kept
 */
export function withData(patient: Identified, given: unknown, now: Date): { patient: Identified; faults: readonly Fault[] } {
  const named = isObject(given) ? given : {};
  const present = elements.filter(({ key }) => Object.hasOwn(named, key));
  const fields = [...present, ...documentFields];
  const { values, faults } = readForm(fields, given, now);
  const on = chinaDay(now);
  const all = [...faults, ...checkDocument(patient, values), ...checkWhole(patient, values)];
  if (all.some(({ kind }) => kind === 'impossible')) return { patient, faults: all };
  const written = present.reduce((so, element) => {
    const value = values[element.key];
    const wanted = typeof value === 'string' ? value : undefined;
    const isKept = element.read(so) === wanted || (element.secret && wanted === undefined);
    return isKept ? so : element.write(so, wanted, on);
  }, patient);
  return { patient: withDocument(written, values, on), faults: all };
}

function checkDocument(patient: Identified, values: FormValues): Fault[] {
  const [type, number] = [textOf(values['documentType']), textOf(values['documentNumber'])];
  if (type === undefined && number === undefined) return [];
  if (type === undefined) return [impossible('documentType', '请选择证件类别', 'The type of document is needed')];
  if (number === undefined) return [impossible('documentNumber', '请填写证件号码', 'The number of the document is needed')];
  const parsed = parseDocumentNumber(type, number);
  if (parsed instanceof Problem)
    return [
      impossible(
        'documentNumber',
        '证件号码格式或校验位不正确',
        'The number does not have its form, or its check character fails',
      ),
    ];
  const known = partsOf(patient['identifier']).find(({ system, use }) => system === identityNumber && use !== 'old');
  const knownNumber = known && parseDocumentNumber('01', textOf(known['value']) ?? '');
  if (type === '01' && known && knownNumber !== parsed)
    return [
      impossible(
        'documentNumber',
        '已有身份证号；变更请登记“身份变更”事件',
        'There is an identity number; a change of it is an event of its own',
      ),
    ];
  return type === '01' ? numberFaults(patient, values, parsed, 'documentNumber') : [];
}

/** An identity number agrees with sex and birth date. */
function numberFaults(patient: Identified, values: FormValues, number: string, at: string): Fault[] {
  const parsed = parseResidentNumber(number);
  if (parsed instanceof Problem) return [];
  const birthDate = textOf(values['birthDate']) ?? textOf(patient['birthDate']);
  const sex = textOf(values['sex']) ?? textOf(patient['gender']);
  return [
    ...(birthDate !== undefined && birthDate !== parsed.birthDate
      ? [improbable(at, '与出生日期不符，请确认', 'It does not agree with the date of birth; please confirm')]
      : []),
    ...((sex === 'male' || sex === 'female') && sex !== parsed.sex
      ? [improbable(at, '与性别不符，请确认', 'It does not agree with the sex; please confirm')]
      : []),
  ];
}

function checkWhole(patient: Identified, values: FormValues): Fault[] {
  const faults: Fault[] = [];
  for (const key of ['homeDivision', 'registeredDivision']) {
    const code = textOf(values[key]);
    if (code !== undefined && !findDivision(code.slice(0, 6))) faults.push(impossible(key, '没有该区划', 'No such division'));
  }
  const number = textOf(
    partsOf(patient['identifier']).find(({ system, use }) => system === identityNumber && use !== 'old')?.['value'],
  );
  if (number && values['birthDate'] !== undefined && values['birthDate'] !== patient['birthDate'])
    faults.push(...numberFaults(patient, { birthDate: values['birthDate'] }, number, 'birthDate'));
  if (number && values['sex'] !== undefined && values['sex'] !== patient['gender'])
    faults.push(...numberFaults(patient, { sex: values['sex'], birthDate: textOf(patient['birthDate']) ?? '' }, number, 'sex'));
  return faults;
}

function withDocument(patient: Identified, values: FormValues, on: string): Identified {
  const [type, number, until] = ['documentType', 'documentNumber', 'documentUntil'].map((key) => textOf(values[key]));
  const system = type && documentSystem(type);
  const value = type && number ? parseDocumentNumber(type, number) : undefined;
  if (!type || !system || typeof value !== 'string') return patient;
  return withIdentifier(patient, { system, value, type, end: until, on });
}

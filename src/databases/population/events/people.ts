import { type FormValues, impossible } from '../../../forms/index.ts';
import { type Fault, Problem } from '../../../kernel/index.ts';
import { documentSystem, identityNumber, parseDocumentNumber } from '../../../standards/index.ts';
import type { KinRole, Relative } from '../kin/relative.ts';
import { type Identified, partsOf, textOf } from '../parts.ts';
import { nameOf } from '../resident-row.ts';
import { type Facts, personId, text } from './facts.ts';

/** Faults of somebody whom a form names in {@link personFields}. */
export function personFaults(values: FormValues, key: string, { required }: { required: boolean }): Fault[] {
  const [type, number] = [text(values[`${key}DocumentType`]), text(values[`${key}DocumentNumber`])];
  const isNamed = values[key] !== undefined || values[`${key}Name`] !== undefined;
  if (required && !isNamed) return [impossible(`${key}Name`, '请选择居民或填写姓名', 'Choose a resident, or give the name')];
  if (number === undefined) return [];
  if (!type) return [impossible(`${key}DocumentType`, '请选择证件类别', 'The type of document is needed')];
  return parseDocumentNumber(type, number) instanceof Problem
    ? [impossible(`${key}DocumentNumber`, '证件号码格式不正确', 'The number does not have the form of such a document')]
    : [];
}

/** That person as somebody's kin; undefined where nobody is named. */
export function relativeIn(values: FormValues, key: string, role: KinRole, facts: Facts, since: string): Relative | undefined {
  const id = personId(values[key]);
  const patient = id ? facts.residents.get(id) : undefined;
  const name = patient ? nameOf(patient) : text(values[`${key}Name`]);
  if (!name) return undefined;
  return { role, relative: patient?.id, name, since, document: patient ? documentOf(patient) : documentIn(values, key) };
}

function documentIn(values: FormValues, key: string): Relative['document'] {
  const [type, given] = [text(values[`${key}DocumentType`]), text(values[`${key}DocumentNumber`])];
  const system = type && documentSystem(type);
  const value = type && given ? parseDocumentNumber(type, given) : undefined;
  return system && typeof value === 'string' ? { system, value } : undefined;
}

function documentOf(patient: Identified): Relative['document'] {
  const value = identityNumberOf(patient);
  return value ? { system: identityNumber, value } : undefined;
}

/** The identity number in force. */
export const identityNumberOf = (patient: Identified): string | undefined =>
  textOf(partsOf(patient['identifier']).find(({ system, use }) => system === identityNumber && use !== 'old')?.['value']);

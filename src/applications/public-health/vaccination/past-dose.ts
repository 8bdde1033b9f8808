import { impossible, refuseFaults } from '../../../forms/index.ts';
import { newIdBeside } from '../../../kernel/index.ts';
import { bilingualCoding } from '../../../standards/index.ts';
import { writeAll } from '../../../store/index.ts';
import { codingsOfVaccine, codingsOfVaccineAbroad, isVaccine, nameOfVaccine, readStoredHistory } from '../immunization/index.ts';
import type { Desk } from './desk.ts';

/** By what a dose is proved that was given elsewhere. */
export const evidences = {
  'foreign-certificate': { zh: '境外接种证', en: 'Certificate of another country' },
  'former-certificate': { zh: '原接种证', en: 'Former certificate' },
  'other-point': { zh: '其他接种单位的记录', en: 'Records of another vaccination point' },
  'medical-record': { zh: '病历', en: 'Medical record' },
} as const;
export type Evidence = keyof typeof evidences;

export interface PastDose {
  readonly resident: string;
  readonly vaccine: string;
  /** YYYY-MM-DD. */
  readonly on: string;
  /** Under another country's schedule. */
  readonly abroad: boolean;
  readonly lotNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly evidence: Evidence;
  /** Number of the document, who looked at it, where it is kept. */
  readonly evidenceText: string;
}

/**
 * Enters a dose that was given elsewhere, with its evidence: whether it counts is for the schedule to judge.
 * @returns Immunization id
 * @throws Problem data-invalid
 */
export async function enterPastDose(desk: Desk, dose: PastDose): Promise<string> {
  const { child, doses } = await readStoredHistory(desk.store, desk.scope, dose.resident);
  // by whichever code it was recorded
  const idOf = (name: string) => desk.schedule.vaccines.get(name)?.id ?? name;
  const isKnown = doses.some(({ vaccine, date }) => idOf(vaccine) === dose.vaccine && date === dose.on);
  refuseFaults(
    [
      ...(isVaccine(dose.vaccine) ? [] : [impossible('vaccine', '没有该疫苗', 'No such vaccine')]),
      ...(dose.on > desk.today ? [impossible('on', '不能晚于今天', 'It cannot be after today')] : []),
      ...(dose.on < child.birthDate ? [impossible('on', '不能早于出生日期', 'It cannot be before the birth')] : []),
      ...(isKnown ? [impossible('on', '该日已有此疫苗的记录', 'It is on record on that day already')] : []),
      ...(dose.evidenceText.trim() ? [] : [impossible('evidenceText', '请填写凭证', 'Say by what it is proved')]),
    ],
    [],
  );
  const id = newIdBeside(dose.resident);
  const resource = {
    resourceType: 'Immunization',
    id,
    status: 'completed',
    vaccineCode: {
      coding: dose.abroad ? codingsOfVaccineAbroad(dose.vaccine) : codingsOfVaccine(dose.vaccine),
      text: nameOfVaccine(dose.vaccine).zh,
    },
    patient: { reference: `Patient/${dose.resident}` },
    occurrenceDateTime: dose.on,
    recorded: desk.now.toISOString(),
    primarySource: false,
    reportOrigin: {
      coding: [bilingualCoding('urn:minkang:vaccination-evidence', dose.evidence, evidences[dose.evidence])],
      text: evidences[dose.evidence].zh,
    },
    ...(dose.lotNumber ? { lotNumber: dose.lotNumber } : {}),
    ...(dose.manufacturer ? { manufacturer: { display: dose.manufacturer } } : {}),
    performer: [
      {
        function: { text: '录入' },
        actor: { identifier: { system: 'urn:minkang:account', value: desk.by.id }, display: desk.by.name },
      },
    ],
    note: [{ text: dose.evidenceText.trim() }],
  };
  await writeAll(desk.store, [{ resource, after: undefined }], desk.within);
  return id;
}

import { Problem } from '../../kernel/index.ts';

/** Most residents of a village or committee, by the five digits of the number. */
export const MOST_IN_VILLAGE = 99_999;

/**
 * Health record number, WS 365-2011 DE01.00.009.00: county 6, township 3, village or committee 3, sequence 5 digits.
 * @param village division code of 12 digits
 */
export const formatHealthRecordNumber = (village: string, sequence: number): string =>
  village + String(sequence).padStart(5, '0');

/** The village or committee whose residents are numbered together: a shorter division code is filled up with zeros. */
export const villageOf = (division: string): string => division.slice(0, 12).padEnd(12, '0');

export function parseHealthRecordNumber(text: string): { village: string; sequence: number } | Problem {
  const [, village, sequence] = /^(\d{12})(\d{5})$/.exec(text.trim()) ?? [];
  if (!village || !sequence || Number(sequence) === 0)
    return new Problem('identifier-malformed', '17 digits are expected, the last five above 0', {
      at: 'Patient.identifier.value',
    });
  return { village, sequence: Number(sequence) };
}

import { describe, expect, it } from 'vitest';
import { toRecord } from '../../fhir/record.ts';
import { byYear, choicesOf, matching, toEntries } from './entries.ts';
import { toSummary } from './summary.ts';

const at = (place: string) => ({ tag: [{ system: 'urn:minkang:platform', code: place, display: place }] });
const glucose = (id: string, day: string, value: number) => ({
  resourceType: 'Observation',
  id,
  meta: at('350102'),
  code: { text: '空腹血糖' },
  effectiveDateTime: day,
  valueQuantity: { value, unit: 'mmol/L' },
});
const vaccine = {
  resourceType: 'Immunization',
  id: 'v',
  meta: at('510104'),
  vaccineCode: { text: '流感疫苗' },
  occurrenceDateTime: '2025-10-10',
};
const undated = { resourceType: 'AllergyIntolerance', id: 'a', meta: at('350102'), code: { text: '青霉素过敏' } };
const patient = { resourceType: 'Patient', id: 'p', meta: at('350102') };
const resources = [glucose('1', '2024-01-02', 6.1), patient, undated, vaccine, glucose('2', '2025-03-04', 7.8)];
const entries = toEntries(toRecord({ entry: resources.map((resource) => ({ resource })) }), 'zh');
const none = { database: '', place: '', kind: '', year: '', text: '' };

describe('the entries of a timeline', () => {
  it('stand newest first, what has no date last, and leave out what is no event', () => {
    expect(entries.map(({ title }) => title)).toEqual(['流感疫苗', '空腹血糖：7.8 mmol/L', '空腹血糖：6.1 mmol/L', '青霉素过敏']);
  });

  it.each([
    [{ year: '2025' }, 2],
    [{ place: '510104' }, 1],
    [{ kind: 'Observation' }, 2],
    [{ kind: 'Observation', year: '2025' }, 1],
    [{ text: '血糖 7.8' }, 1],
    [{ text: '没有' }, 0],
    [{}, 4],
  ])('that pass %j are %i', (filters, count) => {
    expect(matching(entries, { ...none, ...filters })).toHaveLength(count);
  });

  it('are counted by what they have, the most frequent first', () => {
    const choices = choicesOf(entries, ({ place, placeName }) => [place, placeName]);

    expect(choices).toEqual([
      { value: '350102', name: '350102', count: 3 },
      { value: '510104', name: '510104', count: 1 },
    ]);
  });

  it('are grouped by year in their order', () => {
    expect(byYear(entries).map(([year, ofYear]) => [year, ofYear.length])).toEqual([
      ['2025', 2],
      ['2024', 1],
      ['', 1],
    ]);
  });
});

it('the summary shows the newest of each measurement', () => {
  const { observations, allergies, immunizations } = toSummary(entries);

  expect(observations.map(({ title }) => title)).toEqual(['空腹血糖：7.8 mmol/L']);
  expect([allergies.length, immunizations.length]).toEqual([1, 1]);
});

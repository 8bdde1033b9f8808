import { insuranceTypes, toCoding } from '../../../standards/index.ts';
import { concept, type Named, plain, systems, yuan } from '../people/coding.ts';
import { type Chart, organizationOf, type Place, subjectOf } from './chart.ts';

export interface Settled {
  readonly day: string;
  readonly place: Place;
  readonly encounter: { readonly reference: string };
  readonly kind: 'outpatient' | 'inpatient';
  /** Yuan. */
  readonly total: number;
}

/** Share that the scheme pays: employees' and residents' insurance, outpatient and inpatient. */
const SHARES: Readonly<Record<string, readonly [number, number]>> = { '2': [0.65, 0.85], '3': [0.5, 0.7] };

const FEES: Readonly<Record<Settled['kind'], Named>> = {
  outpatient: ['outpatient-fee', '门诊费用', 'Outpatient fees'],
  inpatient: ['inpatient-fee', '住院费用', 'Inpatient fees'],
};

/** The account of a visit or stay: total, what the scheme paid, what was left to the resident. */
export function settle(chart: Chart, { day, place, encounter, kind, total }: Settled): void {
  const { person, resources } = chart;
  const [outpatient, inpatient] = SHARES[person.insurance] ?? [0, 0];
  const sum = Number(Math.max(12, total).toFixed(2));
  const paid = Number((sum * (kind === 'inpatient' ? inpatient : outpatient)).toFixed(2));
  const coverage = resources.find(({ resourceType }) => resourceType === 'Coverage');
  const amount = (code: string, value: number) => ({ category: plain('adjudication', code), amount: yuan(value) });
  chart.add('ExplanationOfBenefit', {
    status: 'active',
    type: plain('claim-type', 'institutional'),
    subType: { coding: [toCoding(insuranceTypes, person.insurance)] },
    use: 'claim',
    patient: subjectOf(chart),
    billablePeriod: { start: day, end: day },
    created: day,
    insurer: { display: '医疗保障经办机构' },
    provider: organizationOf(place),
    outcome: 'complete',
    insurance: [{ focal: true, coverage: coverage ? { reference: `Coverage/${coverage.id}` } : { display: '自费' } }],
    item: [
      {
        sequence: 1,
        productOrService: concept(systems.own, FEES[kind]),
        encounter: [encounter],
        net: yuan(sum),
      },
    ],
    total: [amount('submitted', sum), amount('benefit', paid)],
    payment: { amount: yuan(paid), date: day },
  });
}

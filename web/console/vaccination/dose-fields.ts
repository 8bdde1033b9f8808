import type { Offered, VaccinationWords } from '../../../src/applications/public-health/vaccination/contract.ts';
import type { FieldView, FormValue, FormValues } from '../../../src/forms/contract.ts';

const vaccine = { zh: '疫苗', en: 'Vaccine' };
const checks = { zh: '三查七对', en: 'Second check' };
const digit = (index: number) => String(index + 1);
const isUsable = ({ state }: Offered['lots'][number]) => state === 'usable';

/** What can be given: the point has it. */
export const givable = (offered: readonly Offered[]): readonly Offered[] => offered.filter(({ lots }) => lots.some(isUsable));

const chosenOf = (offered: readonly Offered[], draft: FormValues): Offered | undefined =>
  givable(offered)[Number(draft['vaccine']) - 1];

/** Fields of a dose: vaccines of the point that would count today, and lots of the one that is chosen. */
export function doseFields(offered: readonly Offered[], words: VaccinationWords, draft: FormValues): readonly FieldView[] {
  const lots = chosenOf(offered, draft)?.lots.filter(isUsable) ?? [];
  return [
    {
      ...{ key: 'vaccine', type: 'code', required: true, group: vaccine, name: { zh: '疫苗与剂次', en: 'Vaccine and dose' } },
      options: givable(offered).map(({ vaccineName: { zh, en }, number }, index) => ({
        code: digit(index),
        name: { zh: `${zh} 第${number}剂`, en: `${en}, dose ${number}` },
      })),
    },
    {
      ...{ key: 'lot', type: 'code', required: true, group: vaccine, name: { zh: '批号', en: 'Lot' } },
      options: lots.map((lot, index) => ({
        code: digit(index),
        name: {
          zh: `${lot.number} ${lot.manufacturer} 有效期至${lot.expires} 余${lot.doses}剂`,
          en: `${lot.number} ${lot.manufacturer}, until ${lot.expires}, ${lot.doses} left`,
        },
      })),
    },
    {
      key: 'site',
      type: 'code',
      required: true,
      group: vaccine,
      name: { zh: '接种部位', en: 'Site' },
      options: numbered(words.sites),
    },
    {
      key: 'route',
      type: 'code',
      required: true,
      group: vaccine,
      name: { zh: '接种途径', en: 'Route' },
      options: numbered(words.routes),
    },
    { key: 'amount', type: 'decimal', required: true, unit: 'mL', group: vaccine, name: { zh: '剂量', en: 'Amount' } },
    {
      key: 'child',
      type: 'flag',
      required: true,
      group: checks,
      name: { zh: '已核对受种者姓名、年龄', en: 'This is the child: name and age' },
    },
    {
      key: 'vial',
      type: 'flag',
      required: true,
      group: checks,
      name: { zh: '已核对疫苗品名、批号、有效期、外观', en: 'This is the vaccine: product, lot, term, looks' },
    },
    { key: 'checkedBy', type: 'text', required: true, maxLength: 50, group: checks, name: { zh: '核对人', en: 'Checked by' } },
  ];
}

const numbered = (choices: VaccinationWords['sites']) => choices.map(({ name }, index) => ({ code: digit(index), name }));
const placeOf = (choices: VaccinationWords['sites'], code: string) => digit(choices.findIndex((one) => one.code === code));

/** What follows from the vaccine: the lot that expires first, and the usual site, route and amount. */
export function usualFor(offered: readonly Offered[], words: VaccinationWords, choice: FormValue): FormValues {
  const found = chosenOf(offered, { vaccine: choice });
  if (!found) return {};
  const { site, route, amount } = found;
  return { lot: '1', site: placeOf(words.sites, site), route: placeOf(words.routes, route), amount: String(amount) };
}

/** What is sent, beside the key of the request. */
export function toDose(offered: readonly Offered[], words: VaccinationWords, sent: Readonly<Record<string, FormValue | null>>) {
  const found = chosenOf(offered, { vaccine: String(sent['vaccine']) });
  const lot = found?.lots.filter(isUsable)[Number(sent['lot']) - 1];
  return {
    vaccine: found?.vaccine ?? '',
    lot: lot?.id ?? '',
    site: words.sites[Number(sent['site']) - 1]?.code ?? '',
    route: words.routes[Number(sent['route']) - 1]?.code ?? '',
    amount: Number(sent['amount']),
    checkedBy: String(sent['checkedBy'] ?? ''),
    child: sent['child'] === true,
    vial: sent['vial'] === true,
  };
}

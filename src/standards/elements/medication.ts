import { choices, code, decimal, text, unit, whole } from './words.ts';

/** A drug that is taken, WS 363.12 and 363.14-2011; the rows of a form repeat it. */
export const medication = [
  text('drugName', '药物名称', 'Drug', 'DE08.50.022.00'),
  whole('drugTimesPerDay', '每日用药次数', 'Times a day', undefined, { ...unit('/d', '次/d'), possible: [0, 24], usual: [1, 4] }),
  text('drugFrequency', '药物使用频率', 'Frequency of use', 'DE06.00.133.00'),
  decimal('drugDose', '每次剂量', 'Single dose', 'DE08.50.023.00', { possible: [0, 100000], usual: [0.01, 2000], digits: 2 }),
  text('drugDoseUnit', '剂量单位', 'Unit of the dose', 'DE08.50.024.00'),
  decimal('drugTotal', '使用总剂量', 'Total dose', 'DE06.00.135.00', {
    possible: [0, 9999999999],
    usual: [0, 100000],
    digits: 2,
  }),
  code('drugRoute', '用药途径', 'Route', 'DE06.00.134.00', 'CV06.00.102'),
  code('chineseMedicineUse', '中药类别', 'Use of Chinese medicine', 'DE06.00.164.00', 'CV06.00.101'),
  text('insulinKind', '胰岛素种类', 'Kind of insulin', 'DE08.50.013.00'),
  whole('insulinTimesPerDay', '胰岛素每日次数', 'Insulin: times a day', 'DE08.50.012.00', {
    ...unit('/d', '次/d'),
    possible: [0, 9],
    usual: [1, 4],
  }),
  decimal('insulinDose', '胰岛素每次剂量', 'Insulin: single dose', undefined, {
    ...unit('[iU]', 'U'),
    possible: [0.5, 300],
    usual: [2, 60],
    digits: 1,
  }),
  code(
    'hypoglycaemia',
    '低血糖反应',
    'Hypoglycaemia',
    'DE04.50.024.00',
    choices(['1', '无', 'None'], ['2', '偶尔', 'Sometimes'], ['3', '频繁', 'Often']),
  ),
] as const;

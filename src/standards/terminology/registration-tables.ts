import { codeTable } from './code-table.ts';

/** Code tables of the forms on which residents and what happens to them are registered. WS 364-2011, GB/T 6565-2009. */

/** Type of identity document. */
export const documentTypes = codeTable('urn:minkang:code-system:CV02.01.101', 'WS 364 CV02.01.101', '2011', [
  ['01', '居民身份证', 'Resident ID card'],
  ['02', '居民户口簿', 'Household register'],
  ['03', '护照', 'Passport'],
  ['04', '军官证', 'Military officer ID'],
  ['05', '驾驶证', 'Driving licence'],
  ['06', '港澳居民来往内地通行证', 'Mainland travel permit for Hong Kong/Macao residents'],
  ['07', '台湾居民来往内地通行证', 'Mainland travel permit for Taiwan residents'],
  ['99', '其他法定有效证件', 'Other legal valid document'],
]);

/** Type of place of birth or delivery. */
export const deliveryPlaces = codeTable(
  'urn:minkang:code-system:CV02.01.102',
  'WS 364 CV02.01.102',
  '2011',
  [
    ['1', '医院', 'Hospital'],
    ['11', '省（市）级医院', 'Provincial/municipal hospital'],
    ['12', '县（区）级医院', 'County/district hospital'],
    ['2', '妇幼保健院', 'Maternal and child health hospital'],
    ['3', '乡（街道）卫生机构', 'Township/sub-district health facility'],
    ['4', '村（诊所）卫生机构', 'Village health post or clinic'],
    ['5', '途中', 'In transit'],
    ['6', '家庭（家中）', 'Home'],
  ],
  'prefix',
);

/** Type of place of death. */
export const deathPlaces = codeTable('urn:minkang:code-system:CV02.01.103', 'WS 364 CV02.01.103', '2011', [
  ['01', '医院病房', 'Hospital ward'],
  ['02', '急诊室', 'Emergency room'],
  ['03', '家中', 'Home'],
  ['04', '外地', 'Away from home area'],
  ['05', '家庭病床', 'Family sickbed'],
  ['06', '敬老院', 'Nursing home for the elderly'],
  ['07', '来院已死', 'Dead on arrival'],
  ['99', '其他', 'Other'],
]);

/** Mode of delivery. */
export const deliveryModes = codeTable(
  'urn:minkang:code-system:CV02.10.003',
  'WS 364 CV02.10.003',
  '2011',
  [
    ['1', '阴道自然分娩', 'Spontaneous vaginal delivery'],
    ['11', '会阴切开', 'With episiotomy'],
    ['12', '会阴未切', 'Without episiotomy'],
    ['2', '阴道手术助产', 'Assisted vaginal delivery'],
    ['21', '产钳助产', 'Forceps'],
    ['22', '臀位助产', 'Breech assistance'],
    ['23', '胎头吸引', 'Vacuum extraction'],
    ['3', '剖宫产', 'Caesarean section'],
    ['31', '子宫下段横切口剖宫产', 'Lower-segment transverse caesarean'],
    ['32', '子宫体剖宫产', 'Classical caesarean'],
    ['33', '腹膜外剖宫产', 'Extraperitoneal caesarean'],
    ['9', '其他', 'Other'],
  ],
  'prefix',
);

/** Highest basis of the diagnosis of a cause of death. */
export const deathDiagnosisBases = codeTable('urn:minkang:code-system:CV05.01.037', 'WS 364 CV05.01.037', '2011', [
  ['01', '尸检', 'Autopsy'],
  ['02', '病理', 'Pathology'],
  ['03', '手术', 'Surgery'],
  ['04', '临床+理化', 'Clinical plus tests'],
  ['05', '临床', 'Clinical'],
  ['06', '死后推断', 'Post-mortem inference'],
  ['07', '不详', 'Unknown'],
]);

/** ABO blood group. */
export const bloodGroups = codeTable('urn:minkang:code-system:CV04.50.005', 'WS 364 CV04.50.005', '2011', [
  ['1', 'A型', 'A'],
  ['2', 'B型', 'B'],
  ['3', 'O型', 'O'],
  ['4', 'AB型', 'AB'],
  ['5', '不详', 'Unknown'],
]);

/** Rh blood group: 1 is negative and 2 positive, as in the element catalogue; the transcription of WS 365 5.2.1 swaps them. */
export const rhesusGroups = codeTable('urn:minkang:code-system:Rh-blood', 'WS 363.9-2011', '2011', [
  ['1', 'Rh阴性', 'Rh negative'],
  ['2', 'Rh阳性', 'Rh positive'],
  ['3', '不详', 'Unknown'],
]);

/** Source of payment for medical care. */
export const paymentSources = codeTable('urn:minkang:code-system:CV07.10.003', 'WS 364 CV07.10.003', '2011', [
  ['01', '城镇职工基本医疗保险', 'Urban employee basic medical insurance'],
  ['02', '城镇居民基本医疗保险', 'Urban resident basic medical insurance'],
  ['03', '新型农村合作医疗', 'New rural cooperative medical scheme'],
  ['04', '贫困救助', 'Poverty relief'],
  ['05', '商业医疗保险', 'Commercial health insurance'],
  ['06', '全公费', 'Full public funding'],
  ['07', '全自费', 'Full self-pay'],
  ['99', '其他', 'Other'],
]);

/** Disability. */
export const disabilities = codeTable('urn:minkang:code-system:CV05.10.001', 'WS 364 CV05.10.001', '2011', [
  ['01', '无残疾', 'No disability'],
  ['02', '视力残疾', 'Visual'],
  ['03', '听力残疾', 'Hearing'],
  ['04', '言语残疾', 'Speech'],
  ['05', '肢体残疾', 'Limb'],
  ['06', '智力残疾', 'Intellectual'],
  ['07', '精神残疾', 'Mental'],
  ['99', '其他残疾', 'Other'],
]);

/** Kitchen exhaust of a household. */
export const kitchenExhausts = codeTable('urn:minkang:code-system:CV03.00.302', 'WS 364 CV03.00.302', '2011', [
  ['1', '油烟机', 'Range hood'],
  ['2', '换气扇', 'Ventilation fan'],
  ['3', '烟囱', 'Chimney'],
  ['9', '其他', 'Other'],
]);

/** Fuel of a household. */
export const fuels = codeTable('urn:minkang:code-system:CV03.00.303', 'WS 364 CV03.00.303', '2011', [
  ['1', '液化气', 'LPG'],
  ['2', '煤', 'Coal'],
  ['3', '天然气', 'Natural gas'],
  ['4', '沼气', 'Biogas'],
  ['5', '柴火', 'Firewood'],
  ['9', '其他', 'Other'],
]);

/** Drinking water of a household. */
export const drinkingWaters = codeTable('urn:minkang:code-system:CV03.00.115', 'WS 364 CV03.00.115', '2011', [
  ['1', '自来水', 'Tap water'],
  ['2', '经净化过滤的水', 'Purified/filtered water'],
  ['3', '井水', 'Well water'],
  ['4', '河湖水', 'River or lake water'],
  ['5', '塘水', 'Pond water'],
  ['9', '其他', 'Other'],
]);

/** Toilet of a household. */
export const toilets = codeTable('urn:minkang:code-system:CV03.00.304', 'WS 364 CV03.00.304', '2011', [
  ['1', '卫生厕所', 'Sanitary toilet'],
  ['2', '一格或二格粪池式', 'One- or two-chamber pit'],
  ['3', '马桶', 'Bucket'],
  ['4', '露天粪坑', 'Open pit'],
  ['5', '简易棚厕', 'Simple shed latrine'],
  ['9', '其他', 'Other'],
]);

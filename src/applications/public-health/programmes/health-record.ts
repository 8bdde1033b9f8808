import { all, answer, any, firstOf, has, lives, not } from '../../../life-course/index.ts';
import { defineProgramme, type Field, type Section } from '../../../programmes/index.ts';
import { SERVICES } from '../enrolment.ts';

const SOURCE = `${SERVICES}居民健康档案管理服务规范`;
const OPENING = 'health-record/opening';
const isOpen = has({ contact: OPENING });

const plain = (...names: readonly string[]): readonly Field[] => names.map((name) => ({ name, offered: true }));
const repeated = (code: string, zh: string, en: string, ...fields: readonly string[]): Section => ({
  code,
  title: { zh, en },
  category: 'survey',
  repeats: 6,
  fields: fields.map((name, index) => (index === 0 ? { name, required: true } : { name })),
});

/** Health records of residents: National Basic Public Health Services, 3rd edition (2017). */
export const healthRecord = defineProgramme({
  code: 'health-record',
  version: '2017',
  valid: { from: '2017-02-28' },
  title: { zh: '居民健康档案', en: 'Health record' },
  purpose: {
    zh: '为辖区内常住居民建立健康档案，记录个人基本信息，以后随服务更新和使用。',
    en: 'Each resident gets a health record with the personal basic information, kept up with every service.',
  },
  source: `${SOURCE}; WS 365-2011 5.2.1`,
  // whoever has a record is done with opening one
  enrolment: { kind: 'population', eligible: not(isOpen) },
  activities: [
    {
      code: 'opening',
      title: { zh: '建立健康档案', en: 'Opening of the record' },
      form: 'basics',
      schedule: { kind: 'yearly' },
    },
    {
      code: 'update',
      title: { zh: '更新个人基本信息', en: 'Update of the basic information' },
      form: 'basics',
      schedule: { kind: 'on-demand' },
    },
  ],
  elements: [],
  forms: [
    {
      code: 'basics',
      title: { zh: '个人基本信息表', en: 'Personal basic information' },
      source: 'WS 365-2011 5.2.1',
      sections: [
        {
          code: 'person',
          title: { zh: '个人', en: 'Person' },
          category: 'survey',
          fields: plain('householdRegistered', 'bloodGroup', 'rhesus', 'paymentMethods'),
        },
        {
          code: 'risks',
          title: { zh: '过敏与暴露', en: 'Allergies and exposure' },
          category: 'survey',
          fields: [
            ...plain('hasDrugAllergy'),
            { name: 'allergens', when: answer('hasDrugAllergy').equals(true), required: true },
            ...plain('environmentalExposures'),
          ],
        },
        repeated('past-diseases', '既往疾病', 'Past diseases', 'pastDisease', 'pastDiseaseDate'),
        {
          code: 'past',
          title: { zh: '手术、外伤、输血', en: 'Operations, injuries, transfusions' },
          category: 'survey',
          fields: plain('hadOperation', 'hadInjury', 'hadTransfusion'),
        },
        {
          ...repeated('operations', '手术史', 'Operations', 'operationName', 'operationDate'),
          when: answer('hadOperation').equals(true),
        },
        { ...repeated('injuries', '外伤史', 'Injuries', 'injuryName', 'injuryDate'), when: answer('hadInjury').equals(true) },
        {
          ...repeated('transfusions', '输血史', 'Transfusions', 'transfusionReason', 'transfusionDate'),
          when: answer('hadTransfusion').equals(true),
        },
        repeated('family', '家族史', 'Family history', 'familyDiseases', 'familyRelation'),
        {
          code: 'heredity',
          title: { zh: '遗传与残疾', en: 'Heredity and disability' },
          category: 'survey',
          fields: plain('geneticDiseases', 'disabilities'),
        },
        {
          code: 'home',
          title: { zh: '生活环境', en: 'Home' },
          category: 'social-history',
          fields: [
            ...plain('kitchenVentilated'),
            { name: 'kitchenVentilation', when: answer('kitchenVentilated').equals(true), offered: true },
            ...plain('fuel', 'drinkingWater', 'toilet', 'livestockPen'),
          ],
        },
      ],
    },
  ],
  classifications: [
    {
      code: 'allergy',
      title: { zh: '药物过敏', en: 'Drug allergy' },
      of: ['opening', 'update'],
      value: firstOf([
        [answer('hasDrugAllergy').equals(true), 'yes'],
        [answer('hasDrugAllergy').equals(false), 'no'],
      ]),
      values: [
        { code: 'yes', title: { zh: '有', en: 'Yes' }, severity: 'bad' },
        { code: 'no', title: { zh: '无', en: 'No' }, severity: 'good' },
      ],
    },
  ],
  measures: [
    {
      code: 'record-coverage',
      title: { zh: '健康档案建档率', en: 'Record coverage' },
      denominatorTitle: { zh: '辖区内常住居民数', en: 'Residents' },
      numeratorTitle: { zh: '建档人数', en: 'Of them, with a record' },
      source: `${SOURCE} 六`,
      better: 'more',
      institution: { contact: OPENING },
      denominator: lives,
      numerator: isOpen,
    },
    {
      code: 'electronic-record-coverage',
      title: { zh: '电子健康档案建档率', en: 'Electronic record coverage' },
      denominatorTitle: { zh: '辖区内常住居民数', en: 'Residents' },
      // every record of the platform is electronic
      numeratorTitle: { zh: '建立电子健康档案人数', en: 'Of them, with an electronic record' },
      source: `${SOURCE} 六`,
      better: 'more',
      institution: { contact: OPENING },
      denominator: lives,
      numerator: isOpen,
    },
    {
      code: 'record-use',
      title: { zh: '健康档案使用率', en: 'Record use rate' },
      denominatorTitle: { zh: '档案总份数', en: 'Records held' },
      numeratorTitle: { zh: '期内有动态记录的档案份数', en: 'Of them, with entries in the period' },
      source: `${SOURCE} 六`,
      better: 'more',
      institution: { contact: OPENING },
      denominator: all(lives, isOpen),
      // a contact of public health, or an encounter of any institution
      numerator: any(has({ contact: true }, 'period'), has({ setting: true }, 'period')),
    },
  ],
});

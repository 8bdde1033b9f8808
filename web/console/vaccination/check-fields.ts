import type { PreCheck, VaccinationWords } from '../../../src/applications/public-health/vaccination/contract.ts';
import type { FieldView, FormValue, FormValues } from '../../../src/forms/contract.ts';
import type { FieldFault } from '../../ui/failure.ts';

const health = { zh: '健康状况', en: 'Health' };
const guardian = { zh: '监护人与结论', en: 'Guardian and decision' };

/** Digits choose in the open: these are their meanings. */
const REACTIONS = ['none', 'mild', 'severe'] as const;
const DECISIONS = ['fit', 'postpone', 'contraindicated', 'decline'] as const;
const digit = (index: number) => String(index + 1);

const reactions = [
  { zh: '无', en: 'None' },
  { zh: '轻微（发热、局部红肿）', en: 'Mild (fever, swelling)' },
  { zh: '严重（过敏、惊厥等）', en: 'Severe (allergic, seizure …)' },
].map((name, index) => ({ code: digit(index), name }));
const decisions = [
  { zh: '可以接种', en: 'Fit for vaccination' },
  { zh: '暂缓接种', en: 'Put off' },
  { zh: '接种禁忌', en: 'Contraindicated' },
  { zh: '监护人拒绝', en: 'Guardian declines' },
].map((name, index) => ({ code: digit(index), name }));

/** Fields of the pre-check; which of them are asked follows from the answers. WS 365 5.2.8: contraindications, reactions. */
export function checkFields(words: VaccinationWords, draft: FormValues): readonly FieldView[] {
  const conditions = words.conditions.map(({ name }, index) => ({ code: digit(index), name }));
  const isReason =
    draft['decision'] === '2' || draft['decision'] === '3' || draft['decision'] === '4' || draft['reaction'] === '3';
  return [
    {
      key: 'temperature',
      name: { zh: '体温（腋下）', en: 'Temperature (armpit)' },
      type: 'decimal',
      required: true,
      unit: '℃',
      group: health,
    },
    {
      key: 'conditions',
      name: { zh: '目前的情况', en: 'Holds today' },
      type: 'codes',
      required: false,
      options: conditions,
      group: health,
    },
    { key: 'allergies', name: { zh: '过敏史', en: 'Allergies' }, type: 'text', required: false, maxLength: 500, group: health },
    {
      key: 'reaction',
      name: { zh: '既往接种反应', en: 'Reactions to earlier doses' },
      type: 'code',
      required: true,
      options: reactions,
      group: health,
    },
    ...(draft['reaction'] === '2' || draft['reaction'] === '3'
      ? [
          {
            key: 'reactionText',
            name: { zh: '反应描述', en: 'What happened' },
            type: 'text',
            required: false,
            maxLength: 500,
            group: health,
          } as const,
        ]
      : []),
    {
      key: 'accompaniedBy',
      name: { zh: '陪同人姓名', en: 'Who comes with the child' },
      type: 'text',
      required: true,
      maxLength: 50,
      group: guardian,
    },
    {
      key: 'relation',
      name: { zh: '与受种者关系', en: 'Relation to the child' },
      type: 'code',
      required: true,
      options: words.relations,
      group: guardian,
    },
    {
      key: 'consents',
      name: { zh: '已告知并同意接种', en: 'Informed, and agrees' },
      type: 'flag',
      required: true,
      group: guardian,
    },
    { key: 'decision', name: { zh: '结论', en: 'Decision' }, type: 'code', required: true, options: decisions, group: guardian },
    ...(draft['decision'] === '2'
      ? [{ key: 'until', name: { zh: '暂缓至', en: 'Put off until' }, type: 'date', required: true, group: guardian } as const]
      : []),
    ...(isReason
      ? [
          {
            key: 'reason',
            name: { zh: '原因', en: 'Why' },
            type: 'text',
            required: false,
            maxLength: 500,
            group: guardian,
          } as const,
        ]
      : []),
  ];
}

const textOf = (value: FormValue | null | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** What is sent. */
export function toCheck(words: VaccinationWords, sent: Readonly<Record<string, FormValue | null>>): Partial<PreCheck> {
  const chosen = textOf(sent['conditions'])?.split(' ') ?? [];
  return {
    temperature: Number(sent['temperature']),
    conditions: chosen.flatMap((code) => words.conditions[Number(code) - 1]?.code ?? []),
    allergies: textOf(sent['allergies']),
    reaction: REACTIONS[Number(sent['reaction'] ?? 1) - 1] ?? 'none',
    reactionText: textOf(sent['reactionText']),
    accompaniedBy: textOf(sent['accompaniedBy']) ?? '',
    relation: textOf(sent['relation']) ?? '',
    consents: sent['consents'] === true,
    decision: DECISIONS[Number(sent['decision'] ?? 1) - 1] ?? 'fit',
    until: textOf(sent['until']),
    reason: textOf(sent['reason']),
  };
}

const FEVER = 37.3;
const [LEAST, MOST] = [34, 43];

/** Tells a temperature that cannot be, and a fever, before anything is sent. */
export function judgeCheck({ key }: FieldView, value: FormValue): FieldFault | undefined {
  if (key !== 'temperature') return undefined;
  const number = Number(value);
  if (Number.isNaN(number) || number < LEAST || number > MOST)
    return { at: key, kind: 'impossible', text: { zh: `应在 ${LEAST} 至 ${MOST} ℃ 之间`, en: `From ${LEAST} to ${MOST} °C` } };
  if (number < FEVER) return undefined;
  return { at: key, kind: 'improbable', text: { zh: '发热：应暂缓接种', en: 'Fever: the vaccination is put off' } };
}

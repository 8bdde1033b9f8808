import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdverseEvent, AdverseEventWords } from '../../../src/applications/public-health/adverse-events/contract.ts';
import type { FieldView, FormValue } from '../../../src/forms/contract.ts';
import type { Bilingual } from '../../../src/kernel/contract.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { post, useAnswer } from '../app/api.ts';
import { DataForm } from '../app/form/DataForm.tsx';
import { PersonPicker } from '../app/form/PersonPicker.tsx';

type Sent = Readonly<Record<string, FormValue | null>>;
interface SuspectDose {
  readonly id: string;
  readonly vaccineName: Bilingual;
  readonly on: string;
  readonly lotNumber: string;
}

const group = { zh: '疑似预防接种异常反应', en: 'Suspected adverse event' };
const SERIOUS = ['not-serious', 'admission', 'life-threatening', 'disability', 'death'] as const;
const seriousNames = [
  { zh: '非严重', en: 'Not serious' },
  { zh: '住院', en: 'Admission to hospital' },
  { zh: '危及生命', en: 'Life-threatening' },
  { zh: '残疾', en: 'Disability' },
  { zh: '死亡', en: 'Death' },
];
const OUTCOMES = ['recovered', 'improved', 'not-recovered', 'sequelae', 'died', 'unknown'] as const;
const outcomeNames = [
  { zh: '痊愈', en: 'Recovered' },
  { zh: '好转', en: 'Improved' },
  { zh: '未愈', en: 'Not recovered' },
  { zh: '后遗症', en: 'With sequelae' },
  { zh: '死亡', en: 'Died' },
  { zh: '不详', en: 'Unknown' },
];
const CAUSES = ['certain', 'probable', 'possible', 'unlikely', 'not-assessable'] as const;
const causeNames = [
  { zh: '肯定有关', en: 'Certain' },
  { zh: '很可能有关', en: 'Probable' },
  { zh: '可能有关', en: 'Possible' },
  { zh: '不大可能有关', en: 'Unlikely' },
  { zh: '无法评价', en: 'Not assessable' },
];
const numbered = (names: readonly Bilingual[]) => names.map((name, index) => ({ code: String(index + 1), name }));
const chosen = <Value,>(values: readonly Value[], code: FormValue | null | undefined): Value | undefined =>
  values[Number(code) - 1];
/** The clock of China, whatever that of the machine. */
const inChina = (minute: FormValue | null | undefined) => `${String(minute ?? '')}:00+08:00`;

const outcomeField: FieldView = {
  key: 'outcome',
  type: 'code',
  required: true,
  group,
  name: { zh: '转归', en: 'Outcome' },
  options: numbered(outcomeNames),
};

const reportFields = (doses: readonly SuspectDose[]): readonly FieldView[] => [
  {
    ...{ key: 'dose', type: 'code', required: true, group, name: { zh: '可疑疫苗', en: 'Suspected dose' } },
    options: doses.map(({ vaccineName, on, lotNumber }, index) => ({
      code: String(index + 1),
      name: { zh: `${vaccineName.zh} ${on} ${lotNumber}`, en: `${vaccineName.en} ${on} ${lotNumber}` },
    })),
  },
  { key: 'symptoms', type: 'text', required: true, maxLength: 2000, group, name: { zh: '临床表现', en: 'Symptoms' } },
  { key: 'onset', type: 'time', required: true, group, name: { zh: '发生时间', en: 'Began at' } },
  { key: 'found', type: 'time', required: true, group, name: { zh: '发现时间', en: 'Found at' } },
  {
    key: 'seriousness',
    type: 'code',
    required: true,
    group,
    name: { zh: '严重程度', en: 'Seriousness' },
    options: numbered(seriousNames),
  },
  {
    key: 'isCluster',
    type: 'flag',
    required: false,
    group,
    name: { zh: '群体性或引起公众关注', en: 'A cluster, or of public concern' },
  },
  outcomeField,
];

/** A report: whose, after which dose, what and when. */
export function ReportForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('vaccination');
  const [person, setPerson] = useState<{ readonly id: string; readonly name: string }>();
  const [request] = useState(() => crypto.randomUUID());
  const doses = useAnswer<readonly SuspectDose[]>(`/api/residents/${encodeURIComponent(person?.id ?? '')}/doses`, {
    enabled: person !== undefined,
  });
  const submit = async (sent: Sent) => {
    await post('/api/vaccination/adverse-events', {
      ...{ request, immunization: chosen(doses.data ?? [], sent['dose'])?.id ?? '', symptoms: sent['symptoms'] ?? '' },
      ...{ onset: inChina(sent['onset']), found: inChina(sent['found']), isCluster: sent['isCluster'] === true },
      ...{ seriousness: chosen(SERIOUS, sent['seriousness']), outcome: chosen(OUTCOMES, sent['outcome']) },
    });
    onDone();
  };
  return (
    <>
      <div className="certificate-choose">
        <label htmlFor="event-person">{t('whoIsIt')}</label>
        <PersonPicker id="event-person" value={person} onChange={setPerson} />
      </div>
      {doses.error && <ProblemNotice error={doses.error} />}
      {doses.data?.length === 0 && <p>{t('noDoses')}</p>}
      {person && doses.data && doses.data.length > 0 && (
        <DataForm
          key={person.id}
          name={`adverse-event ${person.id}`}
          fields={reportFields(doses.data)}
          initial={{}}
          submitLabel={t('sendReport')}
          onSubmit={submit}
        />
      )}
    </>
  );
}

const note: FieldView = {
  key: 'text',
  type: 'text',
  required: true,
  maxLength: 2000,
  group,
  name: { zh: '内容', en: 'What was found' },
};

const NEXT = { investigation: 'next_reported', conclusion: 'next_investigated', closing: 'next_concluded' } as const;

/** The next step of an event. */
export function EventStepForm({ event, onDone }: { readonly event: AdverseEvent; readonly onDone: () => void }) {
  const { t } = useTranslation('vaccination');
  const words = useAnswer<AdverseEventWords>('/api/vaccination/adverse-events/words');
  const kind = event.state === 'reported' ? 'investigation' : event.state === 'investigated' ? 'conclusion' : 'closing';
  const classes = words.data?.classes ?? [];
  const fields: readonly FieldView[] =
    kind === 'conclusion'
      ? [
          {
            key: 'class',
            type: 'code',
            required: true,
            group,
            name: { zh: '分类', en: 'Class' },
            options: numbered(classes.map(({ name }) => name)),
          },
          {
            key: 'causality',
            type: 'code',
            required: true,
            group,
            name: { zh: '因果关联', en: 'Causality' },
            options: numbered(causeNames),
          },
          note,
        ]
      : kind === 'closing'
        ? [outcomeField, note]
        : [note];
  const submit = async (sent: Sent) => {
    await post(`/api/vaccination/adverse-events/${encodeURIComponent(event.id)}/steps`, {
      ...{ kind, text: sent['text'] ?? '' },
      ...(kind === 'conclusion'
        ? { class: chosen(classes, sent['class'])?.code, causality: chosen(CAUSES, sent['causality']) }
        : {}),
      ...(kind === 'closing' ? { outcome: chosen(OUTCOMES, sent['outcome']) } : {}),
    });
    onDone();
  };
  if (words.error) return <ProblemNotice error={words.error} />;
  return (
    <>
      <p>{event.symptoms}</p>
      {event.investigation && <p>{t('remark', { by: event.investigation.by, text: event.investigation.text })}</p>}
      {event.conclusion && <p>{t('remark', { by: event.conclusion.by, text: event.conclusion.text })}</p>}
      {words.data && (
        <DataForm
          name={`adverse-event ${event.id} ${kind}`}
          fields={fields}
          initial={{}}
          submitLabel={t(NEXT[kind])}
          onSubmit={submit}
        />
      )}
    </>
  );
}

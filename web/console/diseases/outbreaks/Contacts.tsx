import { Link } from '@tanstack/react-router';
import { Button, Drawer, Input, InputNumber, Radio, Select } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow, OutbreakDetail, Relation } from '../../../../src/applications/public-health/outbreaks/contract.ts';
import { DateInput } from '../../../ui/DateInput.tsx';
import { type ListColumn, ListTable } from '../../../ui/ListTable.tsx';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { PersonPicker } from '../../app/form/PersonPicker.tsx';
import { useMay } from '../../app/session.tsx';
import { useAct } from './use-act.ts';

const relations: readonly Relation[] = ['household', 'school', 'work', 'care', 'travel', 'other'];

/** Contacts of the outbreak with their days, those to be followed up today first. */
export function Contacts({ of }: { readonly of: OutbreakDetail }) {
  const { t } = useTranslation('outbreaks');
  const may = useMay();
  const [isAdding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<ContactRow>();
  const isOpen = of.state === 'open' && may('disease.report');
  const rows = of.contactRows.toSorted((a, b) => Number(b.isDue) - Number(a.isDue));
  const columns = useColumns(isOpen ? setChosen : undefined);
  return (
    <div className="outbreak-part">
      <div className="toolbar">
        <h2 className="disease-group">{t('contactsTitle')}</h2>
        {isOpen && (
          <Button size="small" type="primary" onClick={() => setAdding(true)}>
            {t('addContact')}
          </Button>
        )}
        <span className="muted">{t('incubation', { count: of.incubationDays })}</span>
      </div>
      <ListTable<ContactRow>
        caption={t('contactsTitle')}
        rows={rows}
        columns={columns}
        rowKey={({ resident }) => resident}
        empty={t('contactsNone')}
      />
      <Drawer open={isAdding} onClose={() => setAdding(false)} size="min(520px, 100vw)" title={t('addContact')} destroyOnHidden>
        <Adding of={of} onDone={() => setAdding(false)} />
      </Drawer>
      <Drawer
        open={chosen !== undefined}
        onClose={() => setChosen(undefined)}
        size="min(520px, 100vw)"
        title={`${t('followUp')} · ${chosen?.name ?? ''}`}
        destroyOnHidden
      >
        {chosen && <FollowUp outbreak={of.id} contact={chosen} onDone={() => setChosen(undefined)} />}
      </Drawer>
    </div>
  );
}

const marks = { well: '○', ill: '●', missing: '–' } as const;

function useColumns(onFollowUp: ((row: ContactRow) => void) | undefined): readonly ListColumn<ContactRow>[] {
  const { t } = useTranslation('outbreaks');
  const said = ({ days }: ContactRow) => days.map(({ day, found }) => `${day.slice(5)} ${t(`found_${found}`)}`).join(', ');
  return [
    {
      key: 'who',
      title: t('who'),
      text: (row) => row.name,
      cell: (row) => (
        <Link to="/residents/$id" params={{ id: row.resident }}>
          {row.name || '—'}
        </Link>
      ),
      width: 130,
    },
    { key: 'relation', title: t('relation'), text: (row) => t(`relation_${row.relation}`), width: 120 },
    { key: 'lastOn', title: t('lastOn'), text: (row) => row.lastOn, width: 125 },
    {
      key: 'untilOn',
      title: t('untilOn'),
      text: (row) =>
        row.diedOn ? t('contactDied', { on: row.diedOn }) : row.endedOn ? t('contactEnded', { on: row.endedOn }) : row.untilOn,
      width: 150,
    },
    {
      key: 'days',
      title: t('days'),
      text: said,
      cell: (row) => (
        <span className="contact-days">
          {row.days.map(({ day, found }) => (
            <span key={day} className={`contact-day contact-${found}`} title={`${day} ${t(`found_${found}`)}`}>
              <span aria-hidden>{marks[found]}</span>
              <span className="sr-only">
                {day} {t(`found_${found}`)}
              </span>
            </span>
          ))}
        </span>
      ),
    },
    ...(onFollowUp
      ? [
          {
            key: 'act',
            title: t('act'),
            text: () => '',
            cell: (row: ContactRow) => (
              <Button
                size="small"
                type={row.isDue ? 'primary' : 'default'}
                onClick={() => onFollowUp(row)}
                disabled={row.days.length === 0}
              >
                {t('followUp')}
              </Button>
            ),
            width: 110,
          },
        ]
      : []),
  ];
}

function Adding({ of, onDone }: { readonly of: OutbreakDetail; readonly onDone: () => void }) {
  const { t } = useTranslation('outbreaks');
  const [who, last] = [useId(), useId()];
  const [person, setPerson] = useState<{ id: string; name: string }>();
  const [relation, setRelation] = useState<Relation>('household');
  const [ofCase, setOfCase] = useState<string | undefined>(of.linked[0]?.id);
  const [lastOn, setLastOn] = useState('');
  const adding = useAct(of.id, 'contacts', onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate({ resident: person?.id, relation, lastOn, ...(ofCase ? { ofCase } : {}) });
  };
  return (
    <form className="stack" onSubmit={submit}>
      {adding.error && <ProblemNotice error={adding.error} />}
      <label htmlFor={who}>{t('who')}</label>
      <PersonPicker id={who} value={person} onChange={setPerson} />
      <Select
        aria-label={t('relation')}
        value={relation}
        options={relations.map((value) => ({ value, label: t(`relation_${value}`) }))}
        onChange={setRelation}
      />
      {of.linked.length > 0 && (
        <Select
          aria-label={t('patient')}
          prefix={<span className="muted">{t('patient')}</span>}
          value={ofCase ?? null}
          options={of.linked.map(({ id, residentName, onsetOn }) => ({ value: id, label: `${residentName} ${onsetOn}` }))}
          onChange={(id) => setOfCase(id ?? undefined)}
        />
      )}
      <label htmlFor={last}>{t('lastOn')}</label>
      <DateInput id={last} kind="day" value={lastOn} onChange={setLastOn} />
      <div className="toolbar">
        <Button type="primary" htmlType="submit" loading={adding.isPending} disabled={!person || lastOn.length < 10}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

interface FollowUpProps {
  readonly outbreak: string;
  readonly contact: ContactRow;
  readonly onDone: () => void;
}

function FollowUp({ outbreak, contact, onDone }: FollowUpProps) {
  const { t } = useTranslation('outbreaks');
  const [temperatureId, symptomsId] = [useId(), useId()];
  const [day, setDay] = useState(contact.days.at(-1)?.day ?? '');
  const [temperature, setTemperature] = useState<number | null>(null);
  const [ill, setIll] = useState(false);
  const [symptoms, setSymptoms] = useState('');
  const following = useAct(outbreak, 'follow-ups', onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const told = { ...(temperature === null ? {} : { temperature }), ...(symptoms.trim() ? { symptoms } : {}) };
    following.mutate({ resident: contact.resident, day, ill, ...told });
  };
  return (
    <form className="stack" onSubmit={submit}>
      {following.error && <ProblemNotice error={following.error} />}
      <Select
        aria-label={t('day')}
        value={day}
        options={contact.days.toReversed().map((one) => ({ value: one.day, label: `${one.day} · ${t(`found_${one.found}`)}` }))}
        onChange={setDay}
      />
      <Radio.Group
        aria-label={t('symptoms')}
        value={ill}
        onChange={(event) => setIll(event.target.value === true)}
        options={[
          { value: false, label: t('well') },
          { value: true, label: t('ill') },
        ]}
      />
      <label htmlFor={temperatureId}>{t('temperature')}</label>
      <InputNumber id={temperatureId} min={30} max={45} step={0.1} value={temperature} onChange={setTemperature} />
      <label htmlFor={symptomsId}>{t('symptoms')}</label>
      <Input id={symptomsId} value={symptoms} maxLength={300} onChange={(event) => setSymptoms(event.target.value)} />
      <div className="toolbar">
        <Button type="primary" htmlType="submit" loading={following.isPending}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

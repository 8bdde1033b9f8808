import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ContactView, ProgrammeDetail } from '../../../../src/programmes/contract.ts';
import type { ListColumn } from '../../../ui/ListTable.tsx';
import { useBilingual } from '../../../ui/language.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { useAnswer } from '../../app/api.ts';
import { ExportButton } from '../../app/ExportButton.tsx';
import { useValueWords } from '../../app/form/value-words.ts';
import { useProgrammes } from '../../app/programmes/programme-titles.ts';
import { useMay } from '../../app/session.tsx';
import { Scrolling } from '../Scrolling.tsx';
import { Course } from './Course.tsx';

interface ContactsProps {
  /** Patient id. */
  readonly id: string;
  readonly programme: string;
  /** Of this programme, the latest first. */
  readonly contacts: readonly ContactView[];
}

const MOST_SHOWN = 6;

/** The latest contacts of one programme side by side, and its numbers over time. */
export function Contacts({ id, programme, contacts }: ContactsProps) {
  const { t } = useTranslation('programmes');
  const { titleOf } = useProgrammes();
  const detail = useAnswer<ProgrammeDetail>(`/api/programmes/${encodeURIComponent(programme)}`);
  if (detail.isPending) return <Skeleton active title={false} paragraph={{ rows: 6 }} />;
  if (detail.error) return <ProblemNotice error={detail.error} onRetry={() => void detail.refetch()} />;
  const shown = contacts.slice(0, MOST_SHOWN);
  return (
    <>
      <Course words={detail.data.words} contacts={contacts} />
      <SideBySide id={id} detail={detail.data} contacts={shown} title={t('contactsOf', { what: titleOf(programme) })} />
    </>
  );
}

interface Line {
  readonly name: string;
  readonly title: string;
  /** In words, contact by contact; '' where nothing was found. */
  readonly values: readonly string[];
}

interface SideBySideProps {
  readonly id: string;
  readonly detail: ProgrammeDetail;
  readonly contacts: readonly ContactView[];
  readonly title: string;
}

function SideBySide({ id, detail, contacts, title }: SideBySideProps) {
  const { t } = useTranslation('programmes');
  const lines = useLines(detail, contacts);
  const { activityOf } = useProgrammes();
  const may = useMay();
  const headOf = ({ on, programme, activity }: ContactView) => `${on} ${activityOf(programme, activity)}`;
  const columns: readonly ListColumn<Line>[] = [
    { key: 'item', title: t('item'), text: (line) => line.title },
    ...contacts.map((contact, at) => ({
      key: String(at),
      title: headOf(contact),
      text: ({ values }: Line) => values[at] ?? '',
    })),
  ];
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        <ExportButton what={title} columns={columns} pages={() => [lines]} />
      </div>
      <div className="panel-body">
        <p className="muted standing-note">{t('contactsNote', { count: contacts.length })}</p>
        <Scrolling>
          <table className="plain-table side-by-side">
            <caption className="sr-only">{title}</caption>
            <thead>
              <tr>
                <th scope="col">{t('item')}</th>
                {contacts.map((contact, at) => (
                  <th scope="col" key={contact.id ?? at}>
                    <span className="nowrap">{contact.on}</span> {activityOf(contact.programme, contact.activity)}{' '}
                    {contact.id !== undefined && may('programme.write') && (
                      <CorrectLink id={id} contact={contact.id} of={contact} />
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.name}>
                  <th scope="row">{line.title}</th>
                  {line.values.map((value, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                    <td key={at}>
                      <Value value={value} before={line.values.slice(at + 1).find((one) => one !== '')} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolling>
      </div>
    </section>
  );
}

/** A value that differs from the one before is heavier, and says so. */
function Value({ value, before }: { readonly value: string; readonly before: string | undefined }) {
  const { t } = useTranslation('programmes');
  if (value === '') return <span className="muted">—</span>;
  if (before === undefined || before === value) return value;
  return (
    <strong>
      {value} <span className="sr-only">{t('changed')}</span>
    </strong>
  );
}

interface CorrectLinkProps {
  readonly id: string;
  readonly contact: string;
  readonly of: ContactView;
}

function CorrectLink({ id, contact, of: { programme, activity, on } }: CorrectLinkProps) {
  const { t } = useTranslation('programmes');
  return (
    <Link
      to="/residents/$id/contact"
      params={{ id }}
      search={{ programme, activity, contact }}
      aria-label={`${t('correct')} ${on}`}
    >
      {t('correct')}
    </Link>
  );
}

/** In the order of the forms, then what else was found; a row of a section that repeats is named with its number. */
function useLines({ programme, words }: ProgrammeDetail, contacts: readonly ContactView[]): readonly Line[] {
  const say = useBilingual();
  const inWords = useValueWords();
  const inForms = programme.forms.flatMap(({ sections }) => sections.flatMap(({ fields }) => fields.map(({ name }) => name)));
  const order = new Map(inForms.map((name, at) => [name, at]));
  const nameOf = (key: string) => key.split('#')[0] ?? key;
  const found = [...new Set(contacts.flatMap(({ answers }) => Object.keys(answers)))].filter((key) => order.has(nameOf(key)));
  return found
    .toSorted((a, b) => (order.get(nameOf(a)) ?? 0) - (order.get(nameOf(b)) ?? 0))
    .map((key) => {
      const element = words[nameOf(key)];
      const row = key.split('#')[1];
      const title = element ? say(element.title) : key;
      return {
        name: key,
        title: row === undefined ? title : `${title} ${row}`,
        values: contacts.map(({ answers }) => {
          const value = answers[key];
          return value === undefined ? '' : inWords(element, value);
        }),
      };
    });
}

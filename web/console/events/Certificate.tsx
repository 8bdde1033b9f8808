import { useTranslation } from 'react-i18next';
import type { EventAnswer, EventDetail } from '../../../src/databases/population/events/contract.ts';
import { formatInstant } from '../../ui/format.ts';
import { answerInWords } from './answers.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

const titles = {
  birth: [zh.certificateBirth, en.certificateBirth],
  death: [zh.certificateDeath, en.certificateDeath],
} as const;

/** A birth or death as a page of A4, both languages on it whichever the console has: who reads it is not who prints it. */
export function Certificate({ event }: { readonly event: EventDetail }) {
  const { t } = useTranslation('events');
  if (event.kind !== 'birth' && event.kind !== 'death') return null;
  const [chinese, english] = titles[event.kind];
  const facts = { id: event.id, at: formatInstant(event.recordedAt), by: event.recordedBy };
  return (
    <section className="certificate" aria-label={t(event.kind === 'birth' ? 'certificateBirth' : 'certificateDeath')}>
      <header>
        <h2>
          {chinese} <span lang="en">{english}</span>
        </h2>
        <p className="certificate-number">
          {zh.number} {en.number} <strong>{event.certificate ?? '—'}</strong>
        </p>
      </header>
      {event.kind === 'death' && <Person event={event} />}
      <div className="certificate-table">
        {event.form
          .filter(({ key }) => key !== 'certificate')
          .map((answer) => (
            <Cell key={answer.key} answer={answer} />
          ))}
      </div>
      <footer>
        <p>{t('verify', facts)}</p>
        <p>{t('copy')}</p>
      </footer>
    </section>
  );
}

function Person({ event }: { readonly event: EventDetail }) {
  const rows = [
    [zh.resident, en.resident, event.residentName],
    [zh.sex, en.sex, `${zh[event.sex]} ${en[event.sex]}`],
    [zh.birthDate, en.birthDate, event.birthDate ?? '—'],
    [zh.home, en.home, `${event.placeName.zh} ${event.place}`],
  ] as const;
  return (
    <div className="certificate-table">
      {rows.map(([chinese, english, value]) => (
        <div key={english}>
          <span className="certificate-label">
            {chinese} <span lang="en">{english}</span>
          </span>
          <span>{value}</span>
        </div>
      ))}
    </div>
  );
}

function Cell({ answer }: { readonly answer: EventAnswer }) {
  const both = ({ zh: chinese, en: english }: EventAnswer['name']) => (chinese === english ? chinese : `${chinese} ${english}`);
  return (
    <div>
      <span className="certificate-label">
        {answer.name.zh} <span lang="en">{answer.name.en}</span>
      </span>
      <span>{answerInWords(answer, both, '是 Yes', '否 No')}</span>
    </div>
  );
}

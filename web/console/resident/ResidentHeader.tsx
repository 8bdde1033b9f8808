import { WarningFilled } from '@ant-design/icons';
import { Tag, Tooltip } from 'antd';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../fhir/person.ts';
import type { ResidentRecord } from '../../fhir/record.ts';
import { ageInWords, localDay } from '../../fhir/words/age.ts';
import { useLanguage } from '../../ui/language.ts';
import { HeaderItem } from './HeaderItem.tsx';
import { HouseholdLinks } from './HouseholdLinks.tsx';
import { hueOf } from './hue.ts';
import { IdentityNumber } from './IdentityNumber.tsx';
import { Places } from './Places.tsx';

interface ResidentHeaderProps {
  readonly person: Person;
  readonly record: ResidentRecord;
  readonly onlyHere: boolean;
  readonly alerts: readonly string[];
  readonly seed: string;
}

/** Who this is. It never scrolls away and has a colour of its own: the wrong patient is the worst error there is. */
export function ResidentHeader({ person, record, onlyHere, alerts, seed }: ResidentHeaderProps) {
  const { t } = useTranslation('resident');
  const hue: CSSProperties & { '--hue': string } = { '--hue': hueOf(seed) };
  return (
    <section className="resident-head" style={hue} aria-label={t('header')}>
      <div className="resident-who">
        <h1>{person.name}</h1>
        <Basics person={person} />
        {!person.localId && (
          <Tooltip title={t('elsewhereHint')}>
            <Tag>{t('elsewhere')}</Tag>
          </Tooltip>
        )}
        {onlyHere && (
          <Tooltip title={t('onlyHereHint')}>
            <Tag>{t('onlyHere')}</Tag>
          </Tooltip>
        )}
        {alerts.length > 0 && <Alerts alerts={alerts} />}
      </div>
      <div className="resident-facts">
        <HeaderItem label={t('identityNumber')}>
          <IdentityNumber person={person} />
        </HeaderItem>
        <HeaderItem label={t('cardNumber')}>
          <Cards person={person} />
        </HeaderItem>
        {person.recordNumber && <HeaderItem label={t('recordNumber')}>{person.recordNumber}</HeaderItem>}
        {person.address && <HeaderItem label={t('address')}>{person.address}</HeaderItem>}
      </div>
      <div className="resident-facts">
        <HeaderItem label={t('places')}>
          <Places record={record} />
        </HeaderItem>
        {person.localId && <HouseholdLinks id={person.localId} />}
      </div>
    </section>
  );
}

function Basics({ person }: { readonly person: Person }) {
  const { t } = useTranslation('resident');
  const language = useLanguage();
  const age = ageInWords(person.birthDate, person.deceasedOn || localDay(new Date()), language);
  return (
    <span className="resident-basics numeric">
      <span>{t(person.sex)}</span>
      {age && <span>{age}</span>}
      {person.birthDate && <span>{t('born', { date: person.birthDate })}</span>}
      {person.deceasedOn !== undefined && (
        <Tag color="default">{person.deceasedOn ? t('deceasedOn', { date: person.deceasedOn }) : t('deceased')}</Tag>
      )}
    </span>
  );
}

function Alerts({ alerts }: { readonly alerts: readonly string[] }) {
  const { t } = useTranslation('resident');
  const shown = alerts.slice(0, 6);
  return (
    <ul className="resident-alerts" aria-label={t('alerts')}>
      {shown.map((what) => (
        <li key={what}>
          <WarningFilled aria-hidden /> {what}
        </li>
      ))}
      {alerts.length > shown.length && <li title={alerts.join('\n')}>+{alerts.length - shown.length}</li>}
    </ul>
  );
}

const cardStates = ['active', 'lost', 'frozen', 'closed', 'expired'] as const;

function Cards({ person }: { readonly person: Person }) {
  const { t } = useTranslation('resident');
  const card = person.cards[0];
  if (!card) return <span className="muted">{t('noCard')}</span>;
  const state = cardStates.find((each) => each === card.state);
  return (
    <>
      {card.numberMasked}{' '}
      <Tag color={card.state === 'active' ? 'success' : 'error'}>{state ? t(`cardState_${state}`) : card.state}</Tag>
    </>
  );
}

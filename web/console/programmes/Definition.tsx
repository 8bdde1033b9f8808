import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Condition } from '../../../src/life-course/contract.ts';
import type { Activity, Anchor, Classification, ProgrammeDetail, Schedule } from '../../../src/programmes/contract.ts';
import { useBilingual, useLanguage } from '../../ui/language.ts';
import { PrintFormButton } from '../app/programmes/PaperForm.tsx';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { type Said, type Speaker, sayCondition, sayInline, sayLater, sayPattern, saySpan, sayTerm } from './in-words.ts';
import { paperFields } from './paper-fields.ts';

/** One programme in words, all made from what is applied. */
export function Definition({ detail }: { readonly detail: ProgrammeDetail }) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  const speaker = useSpeaker(detail);
  const { programme } = detail;
  const { valid, version, source, purpose, restricted, activities } = programme;
  return (
    <div className="definition">
      <Part title={t('purposeOf')}>
        <p>{say(purpose)}</p>
        <p className="muted">
          {source} · {t('validFrom', { version, from: valid.from })}{' '}
          {restricted && <span className="chip-amber">{t('restricted')}</span>}
        </p>
      </Part>
      <Part title={t('whoIsIn')}>
        <Enrolment detail={detail} speaker={speaker} />
      </Part>
      <Part title={t('activities')}>
        {activities.map((activity) => (
          <ActivityWords key={activity.code} activity={activity} speaker={speaker} />
        ))}
      </Part>
      <Part title={t('forms')}>
        <Forms detail={detail} />
      </Part>
      {programme.classifications.length > 0 && (
        <Part title={t('classes')}>
          <Classifications detail={detail} speaker={speaker} />
        </Part>
      )}
      {programme.measures.length > 0 && (
        <Part title={t('measures')}>
          <Measures detail={detail} speaker={speaker} />
        </Part>
      )}
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
      </div>
      <div className="panel-body">{children}</div>
    </section>
  );
}

function useSpeaker({ words }: ProgrammeDetail): Speaker {
  const language = useLanguage();
  const { find, titleOf, activityOf } = useProgrammes();
  return {
    ...{ language, words },
    titleOf: (code) => {
      const [programme = '', activity] = code.split('/');
      if (!find(programme)) return undefined;
      return activity === undefined ? titleOf(programme) : `${titleOf(programme)} ${activityOf(programme, activity)}`;
    },
  };
}

interface SpokenProps {
  readonly detail: ProgrammeDetail;
  readonly speaker: Speaker;
}

/** A condition as a list of what has to hold. */
function Rule({ condition, speaker }: { readonly condition: Condition; readonly speaker: Speaker }) {
  return <SaidRule said={sayCondition(condition, speaker)} />;
}

function SaidRule({ said }: { readonly said: Said }) {
  const { t } = useTranslation('programmes');
  if (typeof said === 'string') return <span>{said}</span>;
  return (
    <>
      <span className="muted">{t(said.of === 'all' ? 'allOf' : 'anyOf')}</span>
      <ul>
        {said.parts.map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity
          <li key={at}>
            <SaidRule said={part} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Enrolment({ detail: { programme }, speaker }: SpokenProps) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  const { enrolment } = programme;
  if (enrolment.kind === 'population')
    return (
      <>
        <p>{t('populationKind')}</p>
        <Rule condition={enrolment.eligible} speaker={speaker} />
      </>
    );
  const reasons = enrolment.closing.map(({ title }) => say(title)).join(t('and', { ns: 'form' }));
  return (
    <>
      <p>{t(enrolment.suggested ? 'caseKind' : 'caseOnly')}</p>
      {enrolment.suggested && <Rule condition={enrolment.suggested} speaker={speaker} />}
      <p className="muted">{t('closing', { reasons })}</p>
    </>
  );
}

function ActivityWords({ activity, speaker }: { readonly activity: Activity; readonly speaker: Speaker }) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  return (
    <article>
      <h3>{say(activity.title)}</h3>
      {activity.when && (
        <p>
          {t('onlyWhen')} {sayInline(activity.when, speaker)}
        </p>
      )}
      <ScheduleWords schedule={activity.schedule} speaker={speaker} />
    </article>
  );
}

function ScheduleWords({ schedule, speaker }: { readonly schedule: Schedule; readonly speaker: Speaker }) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  const anchorOf = useAnchorWords(speaker);
  const spans = ({
    after,
    within,
  }: {
    readonly after: Parameters<typeof saySpan>[0];
    readonly within: Parameters<typeof saySpan>[0];
  }) => ({
    after: sayLater(after, speaker.language),
    within: saySpan(within, speaker.language),
  });
  if (schedule.kind === 'yearly' || schedule.kind === 'on-demand') return <p>{t(schedule.kind)}</p>;
  if (schedule.kind === 'follow-up')
    return (
      <ul>
        <li>{t('firstAfter', spans(schedule.first))}</li>
        {schedule.choices.map((choice, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: choices have no identity, their order is their meaning
          <li key={at}>
            {choice.reason && <strong>{say(choice.reason)} </strong>}
            {choice.refer && <span className="chip-amber">{t('refer')}</span>}
            {t('thenDays', spans(choice))}
            <div>
              <Rule condition={choice.when} speaker={speaker} />
            </div>
          </li>
        ))}
        <li>{t('otherwise', spans(schedule.otherwise))}</li>
      </ul>
    );
  return (
    <>
      <p>{t('anchorOf', { anchor: anchorOf(schedule.anchor) })}</p>
      <ul>
        {schedule.steps.map((step) => (
          <li key={step.code}>
            <strong>{say(step.title)}</strong>{' '}
            {t('stepFromBy', { from: saySpan(step.from, speaker.language), by: saySpan(step.by, speaker.language) })}
            {step.when && (
              <div>
                {t('onlyWhen')} {sayInline(step.when, speaker)}
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function useAnchorWords(speaker: Speaker): (anchor: Anchor) => string {
  const { t } = useTranslation('programmes');
  return (anchor) => {
    if (anchor === 'birth') return t('anchorBirth');
    if (anchor === 'enrolment') return t('anchorEnrolment');
    if ('dateOf' in anchor) return sayTerm({ answer: anchor.dateOf }, speaker);
    return sayPattern(anchor.event, speaker);
  };
}

function Forms({ detail }: { readonly detail: ProgrammeDetail }) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  return detail.programme.forms.map((form) => {
    const fields = paperFields(form, detail.words);
    return (
      <article key={form.code} className="definition-form">
        <h3>{say(form.title)}</h3>
        <p className="muted">{form.source}</p>
        <details>
          <summary>{t('fieldsCount', { count: form.sections.reduce((sum, section) => sum + section.fields.length, 0) })}</summary>
          <ul>
            {form.sections.map((section) => (
              <li key={section.code}>
                <strong>{say(section.title)}</strong>{' '}
                {section.fields
                  .map(({ name, title }) => say(title ?? detail.words[name]?.title ?? { zh: name, en: name }))
                  .join(t('and', { ns: 'form' }))}
              </li>
            ))}
          </ul>
        </details>
        <PrintFormButton label={t('printEmpty')} title={form.title} source={form.source} fields={fields} />
      </article>
    );
  });
}

function Classifications({ detail: { programme }, speaker }: SpokenProps) {
  const say = useBilingual();
  const titleIn = (values: Classification['values'], code: string) => {
    const found = values.find((value) => value.code === code);
    return found && `“${say(found.title)}”`;
  };
  return programme.classifications.map((one) => (
    <article key={one.code}>
      <h3>{say(one.title)}</h3>
      <p>
        {one.values.map(({ code, title, severity }) => (
          <span key={code} className={`class-mark class-${severity ?? 'none'}`}>
            {say(title)}
          </span>
        ))}
      </p>
      <p className="muted">{sayTerm(one.value, { ...speaker, titleOf: (code) => titleIn(one.values, code) })}</p>
    </article>
  ));
}

function Measures({ detail: { programme }, speaker }: SpokenProps) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  return programme.measures.map((measure) => (
    <article key={measure.code}>
      <h3>{say(measure.title)}</h3>
      <p className="muted">
        {measure.source} {measure.target !== undefined && t('target', { share: `${Math.round(measure.target * 1000) / 10} %` })}
      </p>
      <dl>
        <dt>{t('numerator')}</dt>
        <dd>
          {say(measure.numeratorTitle)} <Rule condition={measure.numerator} speaker={speaker} />
        </dd>
        <dt>{t('denominator')}</dt>
        <dd>
          {say(measure.denominatorTitle)} <Rule condition={measure.denominator} speaker={speaker} />
        </dd>
      </dl>
    </article>
  ));
}

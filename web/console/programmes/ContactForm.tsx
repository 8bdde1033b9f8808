import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResidentData } from '../../../src/databases/population/resident-data/contract.ts';
import type { FieldView, FormValue, FormValues } from '../../../src/forms/contract.ts';
import type { InstitutionPage } from '../../../src/platform/directory/contract.ts';
import type { Activity, ContactFormView } from '../../../src/programmes/contract.ts';
import { useBilingual } from '../../ui/language.ts';
import { address, useAnswer } from '../app/api.ts';
import { compileForm } from '../app/form/asked.ts';
import type { Offer } from '../app/form/DataFields.tsx';
import { DataForm } from '../app/form/DataForm.tsx';
import { useValueWords } from '../app/form/value-words.ts';
import { PrintFormButton } from '../app/programmes/PaperForm.tsx';
import { useProgrammesChanged } from '../app/programmes/programmes-changed.ts';
import { useMay } from '../app/session.tsx';
import { contactFields, judge, ownKeys } from './contact-fields.ts';
import { emptyFields } from './paper-fields.ts';
import { compileReferral, ReferralNotice } from './Referral.tsx';
import { useRecording } from './recording.ts';
import type { SavedContact } from './saved.ts';
import { VoidButton } from './VoidButton.tsx';
import { paperWho, useWhose, WhoseForm } from './WhoseForm.tsx';

interface ContactFormProps {
  /** Patient id. */
  readonly id: string;
  readonly view: ContactFormView;
  readonly step: string;
  /** Encounter id of the contact that is corrected; '' of a new one. */
  readonly contact: string;
  readonly whose: ResidentData;
  readonly activity: Activity | undefined;
  /** What was recorded without network and not taken by the platform as it is. */
  readonly mine: FormValues | undefined;
  readonly onSaved: (saved: SavedContact) => Promise<void>;
}

/** Where somebody works does not change from one resident to the next. */
const remembered = { place: '' };

export function ContactForm({ id, view, step, contact, whose, activity, mine, onSaved }: ContactFormProps) {
  const { t } = useTranslation('programmes');
  const changed = useProgrammesChanged();
  const who = useWhose(whose);
  const institutions = useInstitutions();
  const all = useMemo(() => [...contactFields(institutions), ...view.fields], [institutions, view.fields]);
  const asked = useAsked(view, all);
  const referral = useMemo(() => compileReferral(view, activity), [view, activity]);
  const { offers, last } = useOffers(view, institutions, contact ? mine : undefined);
  const record = useRecording({ id, view, step, contact, who });
  const submit = async (sent: Readonly<Record<string, FormValue | null>>, confirmed: readonly string[]) => {
    const saved = await record(sent, confirmed);
    remembered.place = String(sent['place'] ?? '');
    changed();
    await onSaved(saved);
  };
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // day and place are filled in already
    const first = form.current?.querySelector<HTMLElement>('fieldset:nth-of-type(2) input');
    first?.focus({ preventScroll: true });
  }, []);
  const closing = (draft: FormValues, set: (key: string, value: FormValue) => void) => {
    const now = asked(draft);
    return (
      <div className="contact-closing">
        <ReferralNotice proposed={referral(now.facts, String(draft['on'] ?? ''))} draft={draft} set={set} />
        <WhoseForm who={who} />
        <div className="toolbar">
          <PrintFormButton
            {...{ label: t('printFilled'), title: view.title, source: view.source, who: paperWho(who) }}
            fields={now.fields}
            values={{ ...draft, ...now.worked }}
          />
          <PrintFormButton
            {...{ label: t('printEmpty'), title: view.title, source: view.source, who: paperWho(who), fields: emptyFields(all) }}
          />
          {contact !== '' && <VoidButton resident={id} contact={contact} who={who} on={view.on} />}
        </div>
      </div>
    );
  };
  return (
    <div ref={form} className="contact">
      <WhoseForm who={who} />
      <DataForm
        name={`contact ${id} ${view.programme} ${view.activity} ${step} ${contact}`}
        fields={all}
        initial={{
          on: view.on,
          place: view.place ?? (contact ? '' : remembered.place),
          ...view.values,
          ...(contact ? {} : mine),
        }}
        offers={offers}
        last={last}
        submitLabel={t(contact ? 'writeCorrection' : 'write')}
        onSubmit={submit}
        asked={asked}
        judge={judge}
        closing={closing}
        long
      />
    </div>
  );
}

/** Day and place are asked in any case, the others as the definition says. */
function useAsked(view: ContactFormView, all: readonly FieldView[]) {
  return useMemo(() => {
    const ask = compileForm(view.fields, view.course);
    const own = all.filter(({ key }) => ownKeys.has(key));
    return (draft: FormValues) => {
      const now = ask(draft, String(draft['on'] ?? ''));
      return { ...now, fields: [...own, ...now.fields] };
    };
  }, [view, all]);
}

const MOST_INSTITUTIONS = 200;

function useInstitutions(): FieldView['options'] {
  const may = useMay();
  const path = address('/api/institutions', { count: MOST_INSTITUTIONS });
  const { data } = useAnswer<InstitutionPage>(path, { enabled: may('directory.read') });
  return useMemo(() => data?.items.map(({ id, name }) => ({ code: id, name })), [data]);
}

/** What is known of each field, in words with its day and place. */
function useOffers(view: ContactFormView, institutions: FieldView['options'], mine: FormValues | undefined) {
  const { t } = useTranslation('programmes');
  const say = useBilingual();
  const inWords = useValueWords();
  return useMemo(() => {
    const offers: Record<string, Offer> = {};
    const last: Record<string, string> = {};
    for (const field of view.fields) {
      const own = mine?.[field.key];
      if (own !== undefined) offers[field.key] = { value: own, words: t('recordedHere', { value: inWords(field, own) }) };
      const known = view.known[field.key];
      if (!known || own !== undefined) continue;
      const at = institutions?.find(({ code }) => code === known.place)?.name;
      const words = t(at ? 'knownAt' : 'known', { value: inWords(field, known.value), on: known.on, at: at ? say(at) : '' });
      if (field.offered) offers[field.key] = { value: known.value, words };
      else last[field.key] = words;
    }
    return { offers, last };
  }, [view, institutions, mine, t, say, inWords]);
}

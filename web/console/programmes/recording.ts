import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { FormValue } from '../../../src/forms/contract.ts';
import { dayNumber, type FactValue } from '../../../src/life-course/index.ts';
import type { ContactFormView, ContactRecorded } from '../../../src/programmes/contract.ts';
import { Failure } from '../../ui/failure.ts';
import { isOutOfReach, post } from '../app/api.ts';
import { compileForm } from '../app/form/asked.ts';
import { keeperFor } from '../app/offline/common-answers.ts';
import { keepInQueue } from '../app/offline/queue.ts';
import type { QueuedContact } from '../app/offline/queue-state.ts';
import type { Whose } from '../app/offline/whose.ts';
import { useSession } from '../app/session.tsx';
import { faultsIn } from './faults.ts';
import type { SavedContact } from './saved.ts';

interface Recording {
  /** Patient id. */
  readonly id: string;
  readonly view: ContactFormView;
  readonly step: string;
  /** Encounter id of the contact that is corrected; '' of a new one. */
  readonly contact: string;
  readonly who: Whose;
}

type Sent = Readonly<Record<string, FormValue | null>>;

/** Sends a form; where the platform is out of reach, it is kept in this browser until it is not. Throws `Failure`. */
export function useRecording({ id, view, step, contact, who }: Recording) {
  const session = useSession();
  const queries = useQueryClient();
  // one form is one contact, however often it is sent
  const key = useRef(crypto.randomUUID());
  const { programme, activity } = view;
  return async (sent: Sent, confirmed: readonly string[]): Promise<SavedContact> => {
    const { on, place, ...values } = sent;
    const saved = {
      resident: id,
      name: who.name,
      programme,
      activity,
      step,
      on: String(on),
      referred: values['referred'] === true,
    };
    try {
      const recorded = await post<ContactRecorded>(`/api/residents/${encodeURIComponent(id)}/contacts`, {
        ...{ programme, activity, on, values, confirmed, key: key.current },
        ...(step ? { step } : {}),
        ...(place ? { place } : {}),
        ...(contact ? { contact } : {}),
      });
      return { ...saved, contact: recorded.id, due: recorded.due };
    } catch (error) {
      if (!isOutOfReach(error)) throw error;
      if (contact) throw needsNetwork();
      refuseFaults(view, sent, confirmed);
      const keeper = await keeperFor(session, (path) => queries.getQueryData([path]));
      const queued: QueuedContact = {
        ...{ id: key.current, madeAtMs: Date.now(), resident: id, programme, activity, step, confirmed },
        who: { name: who.name, sex: who.sex, birthDate: who.birthDate, last: who.last },
        ...{ on: String(on), place: String(place ?? ''), values: factsIn(values) },
        ...{ basis: view.basis, known: view.known, state: { is: 'waiting' } },
      };
      await keepInQueue(keeper, [queued]);
      return { ...saved, contact: undefined, due: [] };
    }
  };
}

/** Forms of contacts have no fields of persons. */
const factsIn = (values: Sent): Record<string, FactValue | null> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value !== null && typeof value === 'object' ? [] : [[key, value]])),
  );

/** As the platform will judge it, so that what is kept here will be taken there. @throws Failure data-invalid, data-improbable */
function refuseFaults(view: ContactFormView, sent: Sent, confirmed: readonly string[]): void {
  const draft = Object.fromEntries(Object.entries(sent).map(([key, value]) => [key, value ?? '']));
  const { fields, worked } = compileForm(view.fields, view.course)(draft, String(sent['on'] ?? ''));
  const faults = faultsIn(
    fields.filter(({ key }) => !(key in worked)),
    sent,
    { today: dayNumber(new Date(Date.now() + CHINA_MS).toISOString().slice(0, 10)), course: view.course },
  );
  const wrong = faults.filter(({ kind }) => kind === 'impossible');
  const left = wrong.length > 0 ? faults : faults.filter(({ at }) => !confirmed.includes(at));
  if (left.length === 0) return;
  const code = wrong.length > 0 ? 'data-invalid' : 'data-improbable';
  throw new Failure({ status: 422, code, titles: { zh: '表单内容需要核对', en: 'The form needs another look' }, faults: left });
}

const CHINA_MS = 8 * 60 * 60 * 1000;

const needsNetwork = () =>
  new Failure({
    status: 0,
    code: 'unreachable',
    titles: {
      zh: '没有网络，更正没有保存；请在有网络时再保存',
      en: 'There is no network, and the correction is not saved; save it when there is',
    },
  });

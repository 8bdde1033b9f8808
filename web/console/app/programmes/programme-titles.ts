import { useMemo } from 'react';
import type { Activity, Programme, ProgrammeList } from '../../../../src/programmes/contract.ts';
import { useBilingual } from '../../../ui/language.ts';
import { useAnswer } from '../api.ts';
import { useMay } from '../session.tsx';

/** The definitions in force that the account may see, and what their parts are called. */
export function useProgrammes() {
  const say = useBilingual();
  const may = useMay();
  const answer = useAnswer<ProgrammeList>('/api/programmes', { enabled: may('programme.read') });
  const { data } = answer;
  return useMemo(() => {
    const find = (code: string): Programme | undefined => data?.find((one) => one.code === code);
    const findActivity = (programme: string, code: string): Activity | undefined =>
      find(programme)?.activities.find((one) => one.code === code);
    const titleOf = (programme: string): string => {
      const found = find(programme);
      return found ? say(found.title) : programme;
    };
    const activityOf = (programme: string, code: string, step?: string): string => {
      const activity = findActivity(programme, code);
      const schedule = activity?.schedule;
      const found = schedule?.kind === 'steps' ? schedule.steps.find((one) => one.code === step) : undefined;
      const title = activity ? say(activity.title) : code;
      return found ? `${title} · ${say(found.title)}` : title;
    };
    return { list: data ?? [], find, findActivity, titleOf, activityOf, isPending: answer.isPending, error: answer.error };
  }, [data, say, answer.isPending, answer.error]);
}

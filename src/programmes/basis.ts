import { type Fault, Problem } from '../kernel/index.ts';
import type { LifeCourse } from '../life-course/index.ts';
import { ACTIVITY } from '../standards/index.ts';
import { parseSearch, type ScopedStore } from '../store/index.ts';
import type { Activity, BasisPart, ContactBasis, Programme } from './contract.ts';
import { compileContact, contactName } from './due.ts';

interface BasisQuestion {
  readonly programme: Programme;
  readonly activity: Activity;
  readonly form: string | undefined;
  /** As far as it may be seen. */
  readonly course: LifeCourse;
  /** Patient id under which the contact would be kept. */
  readonly patient: string;
}

const MOST_CONTACTS = '50';
const ENCOUNTER = /^Encounter\/(.+)$/;

/**
 * On what a form of an activity stands that is filled in now. Contacts are asked of the store, which knows them at once; the life
 * course, which follows a moment later, adds those of other registrations and of activities that count as well.
 */
export async function basisOf(
  store: ScopedStore,
  { programme, activity, form, course, patient }: BasisQuestion,
): Promise<ContactBasis> {
  const query = parseSearch(
    'Encounter',
    [
      ['patient', patient],
      ['type', `${ACTIVITY}|${contactName(programme.code, activity.code)}`],
      ['status:not', 'entered-in-error'],
      ['_sort', '-date'],
      ['_count', MOST_CONTACTS],
    ],
    true,
  );
  const found = new Map((await store.search(query)).entries.map(({ id, version }) => [id, version]));
  const isContact = compileContact(programme.code, activity);
  const others = course.events.filter(isContact).flatMap(({ sources }) => {
    const encounter = sources.flatMap((source) => ENCOUNTER.exec(source)?.[1] ?? [])[0];
    return encounter !== undefined && found.has(encounter) ? [] : [encounter ?? sources.join(' ')];
  });
  return {
    resident: course.resident,
    definition: `${programme.version}/${form ?? ''}`,
    division: course.division,
    died: course.died !== undefined,
    contacts: [...[...found].map(([id, version]) => `${id}/${version}`), ...others],
  };
}

/** What became different since a form was taken along. Contacts that fell away are none: nothing is lost by one more. */
export function changedSince(before: ContactBasis, now: ContactBasis): readonly BasisPart[] {
  const parts: readonly [BasisPart, boolean][] = [
    ['resident', before.resident !== now.resident],
    ['died', before.died !== now.died],
    ['division', before.division !== now.division],
    ['definition', before.definition !== now.definition],
    ['contacts', now.contacts.some((one) => !isKnown(one, before.contacts))],
  ];
  return parts.flatMap(([part, isOther]) => (isOther ? [part] : []));
}

/** The latest are told with their versions, those before them are not; one may have moved from here to there. */
function isKnown(one: string, known: readonly string[]): boolean {
  const [id = ''] = one.split('/');
  return known.includes(one) || known.includes(id) || (id === one && known.some((other) => other.startsWith(`${id}/`)));
}

const WORDS: Readonly<Record<BasisPart, Fault['text']>> = {
  resident: { zh: '该居民的登记已合并或拆分', en: 'The registrations of the resident were linked or parted' },
  died: { zh: '该居民的死亡状态已变更', en: 'Whether the resident lives was recorded anew' },
  division: { zh: '该居民已迁居', en: 'The resident has moved' },
  definition: { zh: '项目或表单已换版本', en: 'The programme or its form has another version' },
  contacts: { zh: '他人已记录此项服务，或已更正', en: 'Somebody recorded this service, or corrected it' },
};

/** Nothing is written over what somebody else did: a person decides. */
export function refuseChanged(parts: readonly BasisPart[]): void {
  if (parts.length === 0) return;
  const faults = parts.map((at): Fault => ({ at, kind: 'impossible', text: WORDS[at] }));
  throw new Problem('contact-conflict', `Since the form was opened: ${parts.join(', ')}`, { at: 'basis', faults });
}

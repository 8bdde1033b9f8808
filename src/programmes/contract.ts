import type { FieldView } from '../forms/contract.ts';
import type { Bilingual, Page } from '../kernel/contract.ts';
import type { Condition, FactValue, LifeCourse, Measure, Pattern, Span, Term } from '../life-course/contract.ts';
import type { Element } from '../standards/elements/contract.ts';

/**
 * A service programme as data: who is in it, what is due when, which form is filled in, what follows, what counts. Plain JSON:
 * it is stored, sent to the platforms below, exported as FHIR and drawn on screens from this one value.
 */
export interface Programme {
  /** `hypertension`. */
  readonly code: string;
  readonly version: string;
  /** YYYY-MM-DD, both included. Somebody enrolled stays under the version of that day. */
  readonly valid: { readonly from: string; readonly until?: string };
  readonly title: Bilingual;
  /** One paragraph: what it is for. */
  readonly purpose: Bilingual;
  /** Standard or notice, with the clause. */
  readonly source: string;
  /** Level 5 of GB/T 39725: seen by who works in it alone, never in lists of others. */
  readonly restricted?: boolean;
  readonly enrolment: Enrolment;
  readonly activities: readonly Activity[];
  readonly forms: readonly Form[];
  /** What is found out at contacts of this programme: every name that its forms and rules use and that is not shared by all. */
  readonly elements: readonly Element[];
  /** What the latest contact makes of the resident: control, risk, stage. */
  readonly classifications: readonly Classification[];
  readonly measures: readonly Measure[];
}

export type Enrolment =
  /** Whoever the condition holds of is in it, without anybody’s doing. */
  | { readonly kind: 'population'; readonly eligible: Condition }
  /** Somebody enrols a resident, an EpisodeOfCare; `suggested` residents are proposed. */
  | { readonly kind: 'case'; readonly suggested?: Condition; readonly closing: readonly ClosingReason[] };

export interface ClosingReason {
  readonly code: string;
  readonly title: Bilingual;
}

/** Something that is done again and again: a visit, a check. A contact of it is an Encounter of type `programme/activity`. */
export interface Activity {
  readonly code: string;
  readonly title: Bilingual;
  readonly form?: string;
  readonly schedule: Schedule;
  /** Events that count as a contact of it besides its own: a health examination made in another programme. */
  readonly doneBy?: readonly Pattern[];
  /** Asked of who is in the programme, as of today. */
  readonly when?: Condition;
  /** Whom reminders go to so many days before its last day. */
  readonly remindDays?: number;
  /** A message may name the programme and the activity; without it, it says no more than that a health service is due. */
  readonly remindNamed?: true;
}

export type Schedule =
  /** At fixed times after something: ages, weeks of a pregnancy, days after leaving hospital. */
  | { readonly kind: 'steps'; readonly anchor: Anchor; readonly steps: readonly Step[] }
  /** Once in each calendar year. */
  | { readonly kind: 'yearly' }
  /** So long after the contact before, by what was found at it; the first one after enrolment. */
  | {
      readonly kind: 'follow-up';
      /** Contacts of an earlier enrolment do not count: each begins anew. */
      readonly anew?: true;
      readonly first: Interval;
      readonly choices: readonly (Interval & {
        readonly when: Condition;
        readonly reason?: Bilingual;
        readonly refer?: boolean;
      })[];
      readonly otherwise: Interval;
    }
  /** Only when somebody does it. */
  | { readonly kind: 'on-demand' };

/**
 * `event`: the latest event with these facts. Birth is the day of birth. `dateOf`: the date that the latest fact of this name tells,
 * said since the enrolment where there is one: the last menstrual period, the day of leaving hospital.
 */
export type Anchor = 'birth' | 'enrolment' | { readonly event: Pattern } | { readonly dateOf: string };

/** Due from the one to the other, both included, counted from the anchor. */
export interface Step {
  readonly code: string;
  readonly title: Bilingual;
  readonly from: Span;
  readonly by: Span;
  readonly when?: Condition;
  /** Instead of the form of the activity. */
  readonly form?: string;
}

/** Due from `after` on, for so long. */
export interface Interval {
  readonly after: Span;
  readonly within: Span;
}

export interface Classification {
  readonly code: string;
  readonly title: Bilingual;
  /** Asked of the latest contact of these activities, or of an event that counts as one. */
  readonly of: readonly string[];
  readonly value: Term;
  readonly values: readonly {
    readonly code: string;
    readonly title: Bilingual;
    readonly severity?: 'good' | 'watch' | 'bad';
    /** What is said to a resident of this class. */
    readonly advice?: Bilingual;
  }[];
}

/** A form: on screen, on paper, in a spreadsheet. */
export interface Form {
  readonly code: string;
  readonly title: Bilingual;
  readonly source: string;
  readonly sections: readonly Section[];
}

/** Each section becomes one Observation with the answers as components, unless its fields say otherwise. */
export interface Section {
  readonly code: string;
  readonly title: Bilingual;
  /** LOINC code of the panel, where it has one. */
  readonly loinc?: string;
  /** Filled in once for each drug, stay or disease: at most so many times. Each time is an Observation of its own. */
  readonly repeats?: number;
  /** Asked only while this holds of the answers given. */
  readonly when?: Condition;
  readonly category: 'medication' | 'vital-signs' | 'survey' | 'social-history' | 'exam' | 'laboratory' | 'therapy' | 'activity';
  readonly fields: readonly Field[];
}

export interface Field {
  /** Name of an element. */
  readonly name: string;
  /** Instead of the name of the element. */
  readonly title?: Bilingual;
  readonly hint?: Bilingual;
  readonly required?: boolean;
  /** Asked only while this holds of the answers given. */
  readonly when?: Condition;
  /** Worked out from the answers; shown, not typed. */
  readonly value?: Term;
  /** Offered to begin with: the latest value known, with its date and place. */
  readonly offered?: boolean;
}

/** What is to be done for a resident. Days are YYYY-MM-DD, both included. */
export interface DueItem {
  readonly programme: string;
  readonly activity: string;
  /** Of steps, which. */
  readonly step?: string;
  readonly from: string;
  readonly by: string;
  readonly reason?: Bilingual;
  readonly refer?: boolean;
}

/** One line of GET /api/due. */
export interface DueRow extends DueItem {
  /** Patient id. */
  readonly resident: string;
  readonly name: string;
  readonly sex: 'male' | 'female' | 'other' | 'unknown';
  /** YYYY-MM-DD. */
  readonly birthDate?: string;
  readonly state: DueState;
  /** Where the resident lives, and the Organization that looks after it. */
  readonly division: string;
  readonly place?: string;
}

export type DueState = 'overdue' | 'due' | 'coming';

/** GET /api/due?programme=&state=&division=&place=&cursor=. */
export interface DuePage extends Page<DueRow> {
  /** Of all that the filters leave, how many; each counted up to 10,000. */
  readonly counts: Readonly<Record<DueState, number>>;
}

/** GET /api/programmes: the definitions in force that the account may see, as they are. */
export type ProgrammeList = readonly Programme[];

/** GET /api/programmes/:code: a definition in force with the words for what it speaks of. */
export interface ProgrammeDetail {
  readonly programme: Programme;
  /** By name of the element: all that its forms and rules use. */
  readonly words: Readonly<Record<string, ElementWords>>;
}

export interface ElementWords {
  readonly title: Bilingual;
  readonly type: Element['type'];
  readonly unit?: string;
  readonly options?: readonly { readonly code: string; readonly name: Bilingual }[];
}

/** GET /api/residents/:id/programmes. */
export interface ResidentProgrammes {
  readonly standings: readonly StandingView[];
  readonly contacts: readonly ContactView[];
}

export interface StandingView {
  readonly programme: string;
  readonly version: string;
  readonly state: 'active' | 'suggested';
  /** YYYY-MM-DD. */
  readonly since?: string;
  readonly place?: string;
  readonly worker?: string;
  readonly classes: Readonly<Record<string, FactValue>>;
  readonly due: readonly (DueItem & { readonly state: DueState })[];
}

/** A contact of a programme, the latest first. */
export interface ContactView {
  /** Encounter id; undefined where it came without one. */
  readonly id?: string;
  readonly programme: string;
  readonly activity: string;
  /** YYYY-MM-DD. */
  readonly on: string;
  readonly place?: string;
  readonly answers: Readonly<Record<string, FactValue>>;
}

/** GET /api/residents/:id/contact-form?programme=&activity=&step=&contact=: a form for this resident. */
export interface ContactFormView {
  readonly programme: string;
  readonly version: string;
  readonly activity: string;
  readonly title: Bilingual;
  readonly source: string;
  readonly fields: readonly ContactFieldView[];
  /** What is known: to offer, and of the contact that is corrected what it says. */
  readonly known: Readonly<Record<string, KnownValue>>;
  readonly values: Readonly<Record<string, FactValue>>;
  /** YYYY-MM-DD: today, or the day of the contact that is corrected. */
  readonly on: string;
  readonly place?: string;
  /** What questions about the resident in `when` and `value` are asked of, so that they are answered without the network; nothing else of the life. */
  readonly course: LifeCourse;
  /** Sent along with the answers, so that nothing is written past what somebody else did meanwhile. */
  readonly basis: ContactBasis;
}

/** On what a form stands that is filled in: whose it is, by which definition, and which contacts of the activity were known. */
export interface ContactBasis {
  /** Main Patient of the resident. */
  readonly resident: string;
  /** Version of the programme, and the form. */
  readonly definition: string;
  /** Where the resident lives. */
  readonly division: string;
  readonly died: boolean;
  /** The latest Encounters with their versions, `id/1`; others by their id alone. */
  readonly contacts: readonly string[];
}

/** What of it may have changed. */
export type BasisPart = keyof ContactBasis;

/** GET /api/due/forms: a page of the due list with all that its forms need where there is no network. */
export interface TakenPage extends Page<TakenItem> {
  /** Fields by the name that the items give: many residents share a form. */
  readonly fields: Readonly<Record<string, readonly ContactFieldView[]>>;
}

export interface TakenItem {
  readonly row: DueRow;
  /** Last four characters of the identity number, where there is one. */
  readonly lastDigits?: string;
  readonly form: Omit<ContactFormView, 'fields'> & { readonly fields: string };
}

export interface ContactFieldView extends FieldView {
  readonly when?: Condition;
  readonly value?: Term;
  readonly offered?: boolean;
  readonly possible?: readonly [least: number, most: number];
  readonly usual?: readonly [least: number, most: number];
}

/** What was found before: which day, and the Organization where. */
export interface KnownValue {
  readonly value: FactValue;
  /** YYYY-MM-DD. */
  readonly on: string;
  readonly place?: string;
}

/** POST /api/residents/:id/contacts. */
export interface ContactRecorded {
  /** Encounter id. */
  readonly id: string;
  /** What is due now, of this programme. */
  readonly due: readonly (DueItem & { readonly state: DueState })[];
}

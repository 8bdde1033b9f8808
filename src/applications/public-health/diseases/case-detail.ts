import { readPatient, toResident } from '../../../databases/population/index.ts';
import { parseJson, type Resource } from '../../../fhir/index.ts';
import type { Field, FormValue, FormValues } from '../../../forms/index.ts';
import { chinaDay } from '../../../kernel/index.ts';
import { identityNumber, maskNumber } from '../../../standards/index.ts';
import type { ScopedStore, Sql } from '../../../store/index.ts';
import { cardFields } from './card-fields.ts';
import { duplicatesOf, type KeptCase, type KeptStatement, statementsOf, toRows } from './case-store.ts';
import type { CardAnswer, CaseDetail, Statement } from './contract.ts';
import { actsIn } from './timeliness.ts';
import { cardValues } from './to-resources.ts';

export interface CaseReading {
  readonly sql: Sql;
  readonly store: ScopedStore;
  readonly now: Date;
}

/** A case with its card and all that was said of it. @param reveal whether the number is given in full */
export async function caseDetail(reading: CaseReading, kept: KeptCase, reveal: boolean): Promise<CaseDetail> {
  const { sql, store, now } = reading;
  const [rows, card, statements, duplicates, patient] = await Promise.all([
    toRows(sql, [kept], now),
    store.read('Observation', kept.card),
    statementsOf(sql, kept),
    duplicatesOf(sql, kept.id),
    readPatient(store, kept.resident),
  ]);
  const [row] = rows;
  if (!row) throw new Error('each case has its row');
  const fields = cardFields(chinaDay(now));
  const values = cardValues(parseJson(card.body) as Resource);
  const number = toResident(patient.resource).identifiers.find(({ system }) => system === identityNumber)?.value;
  return {
    ...row,
    card: answersOf(fields, values),
    values,
    statements: await withChanges(reading, kept, statements, fields),
    ...(number ? { numberMasked: maskNumber(number) } : {}),
    ...(number && reveal ? { number } : {}),
    duplicates,
    acts: actsIn(kept.state),
  };
}

const NO_GROUP = { zh: '', en: '' };

function answersOf(fields: readonly Field[], values: FormValues): CardAnswer[] {
  return fields.flatMap((field) => {
    const value = values[field.key];
    if (value === undefined) return [];
    const words = field.codes?.find(String(value))?.name;
    return [{ key: field.key, name: field.name, group: field.group ?? NO_GROUP, value, ...(words ? { words } : {}) }];
  });
}

/** What writes the card anew. */
const WRITE_CARD: ReadonlySet<string> = new Set(['report', 'correct', 'close', 'death', 'alive']);

/** What each correction changed on the card: the card has a version of its own for each that did. */
async function withChanges(
  { store }: CaseReading,
  kept: KeptCase,
  statements: readonly KeptStatement[],
  fields: readonly Field[],
): Promise<Statement[]> {
  let before: FormValues = {};
  const all: Statement[] = [];
  for (const { id, kind, at, byName, reason, version } of statements) {
    const values = WRITE_CARD.has(kind) ? await cardAt(store, kept, version, before) : before;
    const changed = kind === 'report' ? [] : changesBetween(before, values, fields);
    before = values;
    all.push({ id, kind, at: at.toISOString(), by: byName, ...(reason ? { reason } : {}), changed });
  }
  return all;
}

/** The card as it was when a version of the case was written. */
async function cardAt(store: ScopedStore, { id, card }: KeptCase, version: number, before: FormValues): Promise<FormValues> {
  const [condition, latest] = await Promise.all([store.readVersion('Condition', id, version), store.read('Observation', card)]);
  for (let at = latest.version; at > 0; at--) {
    const one = await store.readVersion('Observation', card, at);
    if (one.updatedAt <= condition.updatedAt) return cardValues(parseJson(one.body) as Resource);
  }
  return before;
}

const sayValue = (field: Field, value: FormValue | undefined): string | undefined =>
  value === undefined ? undefined : (field.codes?.find(String(value))?.name.zh ?? String(value));

const changesBetween = (before: FormValues, after: FormValues, fields: readonly Field[]): Statement['changed'] =>
  fields.flatMap((field) => {
    if (before[field.key] === after[field.key]) return [];
    const [was, is] = [sayValue(field, before[field.key]), sayValue(field, after[field.key])];
    return [{ name: field.name, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });

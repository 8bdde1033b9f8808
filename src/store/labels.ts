import { type Coding, type Labels, labelsOf } from '../fhir/index.ts';
import type { Participant, Written } from './change.ts';
import type { Sql } from './database.ts';
import type { Scope } from './scope.ts';

interface Label {
  readonly type: string;
  readonly kind: keyof Labels;
  readonly system: string;
  readonly code: string;
}

const MOST_REMEMBERED = 10_000;
const MOST_TOLD = 10_000;

/**
 * Keeps which labels are in use. Few are new, and those that the table is known to have cost nothing: a label is known
 * once an insert of it met it there, which only what is committed does.
 */
export function keepLabels(): Participant {
  const known = new Set<string>();
  return async (tx, written) => {
    const fresh = new Map(
      written.flatMap(labelsIn).flatMap((label) => (known.has(nameOf(label)) ? [] : [[nameOf(label), label] as const])),
    );
    if (fresh.size === 0) return;
    const inserted = await insertLabels(tx, [...fresh.values()]);
    if (known.size > MOST_REMEMBERED) known.clear();
    for (const name of fresh.keys()) if (!inserted.has(name)) known.add(name);
  };
}

const nameOf = ({ type, kind, system, code }: Label): string => JSON.stringify([type, kind, system, code]);

function labelsIn({ row, resource }: Written): readonly Label[] {
  if (!resource?.meta) return [];
  const { type } = row;
  const { profile, tag, security } = labelsOf(resource.meta);
  const toLabels = (kind: 'tag' | 'security', codings: readonly Coding[]): Label[] =>
    codings.map(({ system, code }) => ({ type, kind, system: `${system ?? ''}`, code: `${code ?? ''}` }));
  return [
    ...profile.map((code): Label => ({ type, kind: 'profile', system: '', code })),
    ...toLabels('tag', tag),
    ...toLabels('security', security),
  ];
}

/** In one order for all, so that they wait and do not deadlock. @returns names of those that were not there */
async function insertLabels(tx: Sql, labels: readonly Label[]): Promise<Set<string>> {
  const sorted = labels.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const of = (name: keyof Label) => sorted.map((label) => label[name]);
  const rows = await tx<Label[]>`
    insert into store.label (type, kind, system, code)
    select * from unnest(${of('type')}::text[], ${of('kind')}::text[], ${of('system')}::text[], ${of('code')}::text[])
        on conflict do nothing returning type, kind, system, code`;
  return new Set(rows.map(nameOf));
}

/** What resources of one type, or of all that the scope reads, have been labelled with; by kind, system and code. */
export async function labelsInUse(sql: Sql, scope: Scope, type: string | undefined): Promise<Labels> {
  const rows = await sql<Label[]>`
    select type, kind, system, code from store.label ${type === undefined ? sql`` : sql`where type = ${type}`}
     order by kind, system, code limit ${MOST_TOLD}`;
  const seen = rows.filter((label) => scope.allows(label.type, 'r'));
  const codings = (kind: Label['kind']) => distinct(seen.filter((label) => label.kind === kind)).map(toCoding);
  return {
    profile: distinct(seen.filter(({ kind }) => kind === 'profile')).map(({ code }) => code),
    tag: codings('tag'),
    security: codings('security'),
  };
}

const distinct = (labels: readonly Label[]): Label[] => [
  ...new Map(labels.map((label) => [JSON.stringify([label.system, label.code]), label])).values(),
];

const toCoding = ({ system, code }: Label): Coding => ({ ...(system ? { system } : {}), ...(code ? { code } : {}) });

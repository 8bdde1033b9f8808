import { isObject, parseJson, type Resource } from '../../fhir/index.ts';
import { type Bilingual, Problem } from '../../kernel/index.ts';
import { creditCode, institutionTypes, isChineseMedicine } from '../../standards/index.ts';
import type { Sql } from '../../store/index.ts';
import type { InstitutionPage, InstitutionRow } from './contract.ts';
import { placeNames } from './divisions.ts';

export interface InstitutionSearch {
  readonly text: string;
  readonly count: number;
  readonly cursor?: string | undefined;
}

interface Row {
  id: string;
  body: string;
  records: number;
  lastAt: Date | null;
}

/** Institutions of this platform's directory, in the order of their ids; by part of the name where one is given. */
export async function listInstitutions(
  sql: Sql,
  { text, count, cursor }: InstitutionSearch,
  home: string,
): Promise<InstitutionPage> {
  if (cursor !== undefined && !/^[A-Za-z0-9\-.]{1,64}$/.test(cursor))
    throw new Problem('parameter-invalid', 'The page link is damaged', { at: 'cursor' });
  const rows = await sql<Row[]>`
    select institution.id, institution.body, coalesce(activity.records, 0) as records, activity.last_at as "lastAt"
      from reference.resource institution
      left join document_registry.institution_activity activity on activity.institution = institution.id
     where institution.type = 'Organization' and not institution.deleted and institution.id > ${cursor ?? ''}
       and (${text} = '' or strpos(institution.body::json ->> 'name', ${text}) > 0)
     order by institution.id limit ${count + 1}`;
  const found = rows.slice(0, count).map((row) => toInstitution(row, home));
  const names = await placeNames(
    sql,
    found.map(({ division }) => division),
  );
  const items = found.map((one) => ({ ...one, divisionName: names.get(one.division) ?? one.divisionName }));
  const last = rows.length > count ? items.at(-1) : undefined;
  return { items, ...(last ? { next: last.id } : {}) };
}

const TYPE_SYSTEM_HINT = /WS218|institution-type|2\.16\.156\.10011\.2\.3\.4/;

function toInstitution({ id, body, records, lastAt }: Row, home: string): InstitutionRow {
  const organization = parseJson(body) as Resource;
  const type = institutionType(organization);
  const division = extensionCode(organization, 'urn:minkang:extension:division') ?? home;
  const zh = typeof organization['name'] === 'string' ? organization['name'] : id;
  const known = type ? institutionTypes.find(type) : undefined;
  const credit = identifierOf(organization, creditCode);
  return {
    id,
    name: { zh, en: aliasOf(organization) ?? zh },
    type: type ?? '',
    typeName: known?.name ?? { zh: '', en: '' },
    chineseMedicine: type ? isChineseMedicine(type) : false,
    division,
    divisionName: { zh: division, en: division },
    ...(credit ? { creditCode: credit } : {}),
    records,
    ...(lastAt ? { lastExchange: lastAt.toISOString() } : {}),
  };
}

function institutionType(organization: Resource): string | undefined {
  const codings = listOf(organization['type']).flatMap((concept) => listOf(concept['coding']));
  const coding = codings.find(
    ({ system, code }) => typeof code === 'string' && (institutionTypes.find(code) || TYPE_SYSTEM_HINT.test(String(system))),
  );
  return typeof coding?.['code'] === 'string' ? coding['code'] : undefined;
}

function extensionCode(resource: Resource, url: string): string | undefined {
  const found = listOf(resource['extension']).find((extension) => extension['url'] === url);
  return typeof found?.['valueCode'] === 'string' ? found['valueCode'] : undefined;
}

function identifierOf(resource: Resource, system: string): string | undefined {
  const found = listOf(resource['identifier']).find((identifier) => identifier['system'] === system);
  return typeof found?.['value'] === 'string' ? found['value'] : undefined;
}

function aliasOf(resource: Resource): string | undefined {
  const [alias]: unknown[] = Array.isArray(resource['alias']) ? resource['alias'] : [];
  return typeof alias === 'string' ? alias : undefined;
}

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Names of institutions of this platform's directory, by their ids; nothing of those that are not there. */
export async function institutionNames(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Bilingual>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; body: string }[]>`
    select id, body from reference.resource where type = 'Organization' and not deleted and id = any(${[...ids]}::text[])`;
  return new Map(
    rows.map(({ id, body }) => {
      const organization = parseJson(body) as Resource;
      const zh = typeof organization['name'] === 'string' ? organization['name'] : id;
      return [id, { zh, en: aliasOf(organization) ?? zh }];
    }),
  );
}

import { isObject, parseJson, type Resource } from '../../fhir/index.ts';
import { profilesNamedBy, withoutVersion } from '../../fhir/validation/index.ts';
import { findOwnDefinition } from '../../standards/index.ts';
import { definitionsVersion, parseSearch, type Sql, type Store, wholePlatform } from '../../store/index.ts';

/** StructureDefinitions of the store, all as they were at one moment. */
export interface Definitions {
  /** The one with this canonical address: that version where `|version` names one, else the newest that is not retired. */
  find(canonical: string): Resource | undefined;
}

/** Definitions found along the way from one; what is beyond is not known. */
const MAX_DEFINITIONS = 2000;
const ADDRESSES_A_SEARCH = 40;
const MAX_ADDRESS = 1000;
/** Addresses that led to nothing are remembered up to this number, then all is looked up anew. */
const MAX_REMEMBERED = 20_000;

const CORE = /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/[A-Z][A-Za-z]*(?:\||$)/;

/**
 * What the store holds of profiles, read when a resource names one, and kept until a StructureDefinition is written:
 * a number that is read each time tells so, whichever process wrote it.
 */
export class StoredDefinitions {
  readonly #sql: Sql;
  readonly #store: Store;
  #kept: Kept = new Kept(-1);

  constructor(sql: Sql, store: Store) {
    this.#sql = sql;
    this.#store = store;
  }

  /** Those with these canonical addresses and all that they refer to, as they are now. */
  async load(addresses: Iterable<string>): Promise<Definitions> {
    const version = await definitionsVersion(this.#sql, 'StructureDefinition');
    if (this.#kept.version !== version || this.#kept.size > MAX_REMEMBERED) this.#kept = new Kept(version);
    const kept = this.#kept;
    const found = new Map<string, readonly Resource[]>();
    let wanted = unread(addresses, kept, found);
    while (wanted.length > 0 && found.size < MAX_DEFINITIONS) {
      const definitions = await this.#read(wanted);
      for (const address of wanted) found.set(address, definitions.get(address) ?? []);
      wanted = unread([...definitions.values()].flat().flatMap(profilesNamedBy), kept, found);
    }
    // all at once: none is seen before those that it is based on
    kept.add(found);
    return kept;
  }

  async #read(addresses: readonly string[]): Promise<ReadonlyMap<string, readonly Resource[]>> {
    const all: Resource[] = [];
    for (let at = 0; at < addresses.length; at += ADDRESSES_A_SEARCH) {
      const url = addresses
        .slice(at, at + ADDRESSES_A_SEARCH)
        .map((address) => address.replaceAll(/[\\,|$]/g, '\\$&'))
        .join(',');
      const query = parseSearch(
        'StructureDefinition',
        [
          ['url', url],
          ['_count', '1000'],
        ],
        true,
      );
      const { entries } = await this.#store.as(wholePlatform).search(query);
      all.push(...entries.map(({ body }) => parseJson(body)).filter(isResource));
    }
    return Map.groupBy(all, ({ url }) => String(url));
  }
}

const isResource = (value: unknown): value is Resource => isObject(value) && typeof value['resourceType'] === 'string';

function unread(addresses: Iterable<string>, kept: Kept, found: ReadonlyMap<string, unknown>): readonly string[] {
  const own = new Set([...addresses].map(withoutVersion));
  return [...own].filter(
    (address) =>
      address !== '' &&
      address.length <= MAX_ADDRESS &&
      !CORE.test(address) &&
      !findOwnDefinition(address) &&
      !kept.has(address) &&
      !found.has(address),
  );
}

class Kept implements Definitions {
  readonly version: number;
  readonly #byAddress = new Map<string, readonly Resource[]>();

  constructor(version: number) {
    this.version = version;
  }

  get size(): number {
    return this.#byAddress.size;
  }

  has(address: string): boolean {
    return this.#byAddress.has(address);
  }

  add(found: ReadonlyMap<string, readonly Resource[]>): void {
    for (const [address, definitions] of found) this.#byAddress.set(address, definitions);
  }

  find(canonical: string): Resource | undefined {
    const [, version] = canonical.replace(/#.*$/, '').split('|', 2);
    const current = (this.#byAddress.get(withoutVersion(canonical)) ?? []).filter(({ status }) => status !== 'retired');
    if (version !== undefined) return current.find((one) => one['version'] === version);
    return current.toSorted(byPreference)[0];
  }
}

/** Active ones first, then the newest version. */
function byPreference(one: Resource, other: Resource): number {
  const active = Number(other['status'] === 'active') - Number(one['status'] === 'active');
  return active || String(other['version'] ?? '').localeCompare(String(one['version'] ?? ''), 'en', { numeric: true });
}

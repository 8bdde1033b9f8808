import { readFileSync } from 'node:fs';
import { type BuiltIn, type BuiltInTable, formatCanonical, readBuiltIns } from '../../standards/index.ts';
import type { StandingResources } from '../../store/index.ts';

const FOLDER = new URL('../../../data/terminology/', import.meta.url);
const R4 = 'http://hl7.org/fhir/ValueSet/';

const load = (table: BuiltInTable): string => readFileSync(new URL(`${table}.json`, FOLDER), 'utf8');

/** What comes with the program; read from its files when it is first asked for, so that the start does not wait. */
export class BuiltIns implements StandingResources {
  readonly types: ReadonlySet<string> = new Set(['CodeSystem', 'ValueSet']);
  #all: readonly BuiltIn[] | undefined;
  #byType: ReadonlyMap<string, ReadonlyMap<string, BuiltIn>> | undefined;

  #versions: ReadonlyMap<string, string | undefined> | undefined;

  get all(): readonly BuiltIn[] {
    this.#all ??= readBuiltIns(load);
    return this.#all;
  }

  /** A value set of R4 in the version of R4, unless another is named: its own bindings are not for others to change. */
  pin(address: string): string {
    if (!address.startsWith(R4) || address.includes('|')) return address;
    this.#versions ??= new Map(this.all.filter(({ type }) => type === 'ValueSet').map(({ url, version }) => [url, version]));
    return formatCanonical(address, this.#versions.get(address));
  }

  find(type: string, id: string): BuiltIn | undefined {
    return this.of(type).get(id);
  }

  of(type: string): ReadonlyMap<string, BuiltIn> {
    this.#byType ??= new Map(
      [...Map.groupBy(this.all, (one) => one.type)].map(([name, list]) => [name, new Map(list.map((one) => [one.id, one]))]),
    );
    return this.#byType.get(type) ?? new Map();
  }
}

import { readFileSync } from 'node:fs';
import {
  type BuiltIn,
  type BuiltInTable,
  type CodeTable,
  formatCanonical,
  readBuiltIns,
  readNationalTables,
} from '../../standards/index.ts';
import type { StandingResources } from '../../store/index.ts';

const FOLDER = new URL('../../../data/terminology/', import.meta.url);
const R4 = 'http://hl7.org/fhir/ValueSet/';

const load = (table: BuiltInTable): string => readFileSync(new URL(`${table}.json`, FOLDER), 'utf8');

let tables: ReadonlyMap<string, CodeTable> | undefined;

/** A national code table by its name in the standard, such as `CV05.10.012`; read when the first is asked for. */
export function findNationalTable(name: string): CodeTable | undefined {
  tables ??= readNationalTables(load);
  return tables.get(name);
}

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

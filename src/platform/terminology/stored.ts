import { isObject, parseJson, type Resource } from '../../fhir/index.ts';
import { type Definition, definitionTypes, supplementedBy } from '../../standards/index.ts';
import { currentReferenceData, type ReferenceVersion, readReferenceData, type Sql } from '../../store/index.ts';

/** A stored code system, value set or concept map. */
export interface StoredDefinition extends Definition {
  readonly id: string;
}

/** The code systems, value sets and concept maps of the store, kept in step with it. */
export class StoredDefinitions {
  readonly #sql: Sql;
  #known: ReadonlyMap<string, StoredDefinition> = new Map();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  get all(): readonly StoredDefinition[] {
    return [...this.#known.values()];
  }

  /** Looks what changed since the last time. @returns whether anything did */
  async refresh(): Promise<boolean> {
    const current = await currentReferenceData(this.#sql, definitionTypes);
    const fresh = current.filter((one) => !this.#known.has(keyOf(one)));
    if (fresh.length === 0 && current.length === this.#known.size) return false;
    const read = await readReferenceData(this.#sql, fresh);
    const added = new Map(read.map((one) => [keyOf(one), toDefinition(one)]));
    this.#known = new Map(
      current.flatMap((one) => {
        const definition = this.#known.get(keyOf(one)) ?? added.get(keyOf(one));
        return definition ? [[keyOf(one), definition] as const] : [];
      }),
    );
    return true;
  }
}

const keyOf = ({ type, id, version }: ReferenceVersion): string => `${type}/${id}/${version}`;

/** The text is kept, and read again when it is needed. */
function toDefinition({ type, id, body }: ReferenceVersion & { readonly body: string }): StoredDefinition {
  const read = (): Resource => {
    const resource = parseJson(body);
    return { ...(isObject(resource) ? resource : {}), resourceType: type };
  };
  const resource = read();
  const { url, version } = resource;
  return {
    type: definitionTypes.find((one) => one === type) ?? 'ValueSet',
    id,
    // one without an address is found by its id alone
    url: typeof url === 'string' ? url : `${type}/${id}`,
    version: typeof version === 'string' ? version : undefined,
    supplements: supplementedBy(resource),
    resource: read,
  };
}

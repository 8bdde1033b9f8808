import type { Terminology } from '../../fhir/validation/index.ts';
import { definitionTypes, ReadDefinitions, TerminologyLibrary } from '../../standards/index.ts';
import type { Participant, SearchTerminology, Sql, StandingResources } from '../../store/index.ts';
import { BuiltIns } from './built-in.ts';
import { Refresher } from './refresher.ts';
import { searchTerminology } from './search.ts';
import type { Snapshot } from './snapshot.ts';
import { StoredDefinitions } from './stored.ts';

/** The terminology of one platform: what is stored, and what comes with the program, which under its version is not replaced. */
export interface PlatformTerminology {
  /** Everything there is now. */
  current(): Promise<Snapshot>;
  /** For validation: knows what `prepare` has found last. */
  readonly validation: Terminology;
  /** Brings up to date what validation goes by: after a change made here at once, after one made elsewhere within a second. */
  prepare(): Promise<void>;
  /** Notices changes that this process makes. */
  readonly notice: Participant;
  readonly search: SearchTerminology;
  readonly standing: StandingResources;
}

/** Nothing is read, of files or of the database, until the first question. */
export function openTerminology(sql: Sql): PlatformTerminology {
  const builtIns = new BuiltIns();
  const stored = new StoredDefinitions(sql);
  const read = new ReadDefinitions();
  let library: TerminologyLibrary | undefined;
  const refresher = new Refresher(async () => {
    if (await stored.refresh()) library = undefined;
  });
  const libraryNow = () => {
    library ??= new TerminologyLibrary(read, stored.all, builtIns.all);
    return library;
  };
  const current = async (): Promise<Snapshot> => {
    await refresher.now();
    return toSnapshot(libraryNow(), builtIns, stored);
  };
  return {
    current,
    validation: {
      validateCode: (valueSet, system, code) => libraryNow().validateCode(builtIns.pin(valueSet), system, code),
      knowsCode: (system, version, code) => libraryNow().knowsCode(system, version, code),
      namesOf: (system, version, code) => libraryNow().namesOf(system, version, code),
    },
    prepare: () => refresher.soon(),
    notice: async (_tx, written) => {
      if (written.some(({ action, row }) => action !== 'none' && definitionTypes.some((type) => type === row.type)))
        refresher.expectChange();
    },
    search: searchTerminology(current),
    standing: builtIns,
  };
}

function toSnapshot(library: TerminologyLibrary, builtIns: BuiltIns, { all }: StoredDefinitions): Snapshot {
  return {
    library,
    findById: (type, id) => all.find((one) => one.type === type && one.id === id) ?? builtIns.find(type, id),
  };
}

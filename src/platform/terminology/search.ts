import { Problem } from '../../kernel/index.ts';
import { ancestorsOf, type Contained, descendantsOf } from '../../standards/index.ts';
import type { CodeOf, SearchTerminology } from '../../store/index.ts';
import type { Snapshot } from './snapshot.ts';

const LOCAL = /^ValueSet\/([A-Za-z0-9\-.]{1,64})$/;

/** What searches ask, answered from everything there is at that time. */
export function searchTerminology(current: () => Promise<Snapshot>): SearchTerminology {
  return {
    codesIn: async (address) => {
      const { library, findById } = await current();
      const id = LOCAL.exec(address)?.[1];
      const definition = library.find('ValueSet', address) ?? (id === undefined ? undefined : findById('ValueSet', id));
      if (!definition) throw new Problem('terminology-unknown', 'There is no such value set here', { at: 'url' });
      return library.expansions.of(library.valueSetOf(definition)).map(toCodeOf);
    },
    codesAround: async (relation, system, code) => {
      const codeSystem = (await current()).library.findCodeSystem(system);
      const concept = codeSystem?.find(code);
      if (!codeSystem || !concept)
        throw new Problem('terminology-unknown', 'There is no such code system here, or it has no such code', { at: 'system' });
      const around = relation === 'below' ? descendantsOf(codeSystem, concept.code) : ancestorsOf(codeSystem, concept.code);
      return [concept.code, ...around].map((one) => ({ system, code: one }));
    },
  };
}

const toCodeOf = ({ system, code }: Contained): CodeOf => ({ system, code });

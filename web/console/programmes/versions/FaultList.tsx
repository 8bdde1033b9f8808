import type { FieldFault } from '../../../ui/failure.ts';
import { useBilingual } from '../../../ui/language.ts';

const MOST_SHOWN = 30;

/** What is wrong with a definition, each with its place in the file. */
export function FaultList({ faults }: { readonly faults: readonly FieldFault[] }) {
  const say = useBilingual();
  return (
    <ul className="version-faults">
      {faults.slice(0, MOST_SHOWN).map(({ at, text }) => (
        <li key={`${at} ${text.en}`}>
          <code>{at}</code> {say(text)}
        </li>
      ))}
    </ul>
  );
}

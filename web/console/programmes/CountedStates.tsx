import { formatNumber } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';

const MOST_COUNTED = 10_000;

interface CountedStatesProps {
  readonly legend: string;
  readonly states: readonly {
    readonly value: string;
    readonly label: string;
    /** Undefined where it is not counted, or not yet. */
    readonly count?: number | undefined;
    readonly className?: string;
  }[];
  readonly chosen: string;
  readonly onChoose: (value: string) => void;
}

/** How much of each there is; a press filters by it. */
export function CountedStates({ legend, states, chosen, onChoose }: CountedStatesProps) {
  const language = useLanguage();
  const inWords = (count: number) =>
    count >= MOST_COUNTED ? `≥ ${formatNumber(MOST_COUNTED, language)}` : formatNumber(count, language);
  return (
    <fieldset className="due-states">
      <legend className="sr-only">{legend}</legend>
      {states.map(({ value, label, count, className = '' }) => (
        <button key={value} type="button" aria-pressed={chosen === value} onClick={() => onChoose(value)}>
          {label}
          {count !== undefined && <strong className={`numeric ${className}`}>{inWords(count)}</strong>}
        </button>
      ))}
    </fieldset>
  );
}

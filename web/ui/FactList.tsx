import type { ReactNode } from 'react';
import './fact-list.css';

interface FactListProps {
  readonly label: string;
  /** Labelled values; a text may hold line breaks. */
  readonly facts: readonly (readonly [label: string, value: ReactNode])[];
}

/** Labelled values, one below the other. */
export function FactList({ label, facts }: FactListProps) {
  if (facts.length === 0) return null;
  return (
    <dl className="fact-list" aria-label={label}>
      {facts.map(([name, value], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts have no identity, and labels may repeat
        <div key={`${name}${at}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

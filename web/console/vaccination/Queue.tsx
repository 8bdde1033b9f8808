import { useTranslation } from 'react-i18next';
import type { Visit } from '../../../src/applications/public-health/vaccination/contract.ts';
import { moveFocus } from '../../ui/arrow-keys.ts';
import { Remaining } from './Remaining.tsx';

const STEPS = ['registered', 'checked', 'vaccinated'] as const;
const isOver = ({ state }: Visit) => !(STEPS as readonly string[]).includes(state);

interface QueueProps {
  readonly visits: readonly Visit[];
  /** Visit id. */
  readonly chosen: string;
  readonly onChoose: (visit: string) => void;
}

/** Who waits for what, in the order of numbers; those who are done come last. */
export function Queue({ visits, chosen, onChoose }: QueueProps) {
  const { t } = useTranslation('vaccination');
  const groups = [
    ...STEPS.map((state) => ({ key: state, visits: visits.filter((one) => one.state === state) })),
    { key: 'over' as const, visits: visits.filter(isOver).toReversed() },
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys lead from one button to the next
    <div className="panel queue" onKeyDown={(event) => moveFocus(event, '.queue-visit')}>
      {groups.map(({ key, visits: own }) => (
        <section key={key} aria-label={t(`step_${key}`)}>
          <h2>
            {t(`step_${key}`)} <span className="muted numeric">{own.length}</span>
          </h2>
          <ol>
            {own.map((visit) => (
              <li key={visit.id}>
                <button
                  type="button"
                  className="queue-visit"
                  aria-pressed={visit.id === chosen}
                  onClick={() => onChoose(visit.id)}
                >
                  <strong className="queue-number numeric">{visit.number}</strong>
                  <span>{visit.name}</span>
                  <span className="muted numeric">{visit.birthDate}</span>
                  {visit.state === 'vaccinated' && visit.observedUntil && <Remaining until={visit.observedUntil} />}
                  {key === 'over' && <span className="muted">{t(`state_${visit.state}`)}</span>}
                </button>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

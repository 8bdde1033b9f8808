import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '../../../../src/databases/population/linking/contract.ts';
import { signedBits, useMatchingWords } from './matching-words.ts';
import { placeOf, type Step, scaleOf, stepsOf } from './running-sum.ts';
import './matching.css';

/** How a score comes about: prior, each field, the sum after it, and the exact total; a table with bars beside the figures. */
export function Waterfall({ evidence }: { readonly evidence: Evidence }) {
  const { t } = useTranslation('matching');
  const words = useMatchingWords();
  const steps = stepsOf(evidence);
  const scale = scaleOf(steps);
  const { score } = evidence;
  const sum = steps.at(-1)?.to ?? 0;
  return (
    <div className="waterfall-frame">
      <table className="plain-table waterfall">
        <caption>{t('evidenceCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('item')}</th>
            <th scope="col">{t('level')}</th>
            <th scope="col" className="end">
              {t('weight')}
            </th>
            <th scope="col" className="end">
              {t('frequency')}
            </th>
            <th scope="col" className="end">
              {t('running')}
            </th>
            <th scope="col" className="waterfall-bars">
              {t('bar')}
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <Row key={step.item} step={step} scale={scale} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={4}>
              {t('total')} <span className="muted">{words.odds(score)}</span>
            </th>
            <td className="end waterfall-total" title={t('bits', { value: score })}>
              {String(score).replace('-', '−')}
            </td>
            <td className="waterfall-bars">
              <Bar step={{ from: 0, to: score }} scale={scale} kind="total" />
            </td>
          </tr>
        </tfoot>
      </table>
      <p className="muted">
        {sum === score ? t('exact') : t('inexact')} · {words.model(evidence.modelVersion)}
      </p>
    </div>
  );
}

type Scale = readonly [number, number];

function Row({ step, scale }: { readonly step: Step; readonly scale: Scale }) {
  const { t } = useTranslation('matching');
  const words = useMatchingWords();
  const isPrior = step.item === 'prior';
  return (
    <tr>
      <th scope="row">{isPrior ? t('prior') : words.field(step.item)}</th>
      <td>{isPrior ? t('priorHint') : words.level(step.level ?? '')}</td>
      <td className="end">{signedBits(step.weight)}</td>
      <td className="end">{step.frequency === 0 ? '—' : signedBits(step.frequency)}</td>
      <td className="end">{signedBits(step.to)}</td>
      <td className="waterfall-bars">
        <Bar step={step} scale={scale} kind={step.to >= step.from ? 'for' : 'against'} />
      </td>
    </tr>
  );
}

interface BarProps {
  readonly step: Pick<Step, 'from' | 'to'>;
  readonly scale: Scale;
  readonly kind: 'for' | 'against' | 'total';
}

/** The figures beside it say the same. */
function Bar({ step, scale, kind }: BarProps) {
  const { start, width } = placeOf(step, scale);
  const zero = placeOf({ from: scale[0], to: 0 }, scale).width;
  const at: CSSProperties & Record<`--${string}`, string> = {
    '--start': `${start}%`,
    '--width': `${width}%`,
    '--zero': `${zero}%`,
  };
  return <div className={`waterfall-bar waterfall-${kind}`} style={at} aria-hidden />;
}

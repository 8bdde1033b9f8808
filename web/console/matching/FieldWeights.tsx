import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { MatchingModel } from '../../../src/databases/population/linking/contract.ts';
import { signedBits, useMatchingWords } from '../app/matching/matching-words.ts';
import { placeOf } from '../app/matching/running-sum.ts';
import '../app/matching/matching.css';

type Field = MatchingModel['fields'][number];

/** Of each field its levels, with how often each is found and what it is worth; bars of all fields on one scale. */
export function FieldWeights({ fields }: { readonly fields: readonly Field[] }) {
  const weights = fields.flatMap(({ levels }) => levels.map(({ weight }) => weight));
  const scale = [Math.min(0, ...weights), Math.max(0, ...weights)] as const;
  return (
    <div className="model-fields">
      {fields.map((field) => (
        <FieldTable key={field.name} field={field} scale={scale} />
      ))}
    </div>
  );
}

interface FieldTableProps {
  readonly field: Field;
  readonly scale: readonly [number, number];
}

function FieldTable({ field, scale }: FieldTableProps) {
  const { t } = useTranslation('model');
  const words = useMatchingWords();
  const name = words.field(field.name);
  return (
    <div>
      <h3>{name}</h3>
      <table className="plain-table model-levels">
        <caption className="sr-only">{t('fieldCaption', { field: name })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('level')}</th>
            {(['m', 'u', 'weight'] as const).map((key) => (
              <th scope="col" className="end" key={key}>
                {t(key)}
              </th>
            ))}
            <th scope="col" className="model-bars">
              {t('bar')}
            </th>
          </tr>
        </thead>
        <tbody>
          {field.levels
            .filter(({ level }) => level !== 'unknown')
            .toReversed()
            .map(({ level, m, u, weight }) => (
              <tr key={level}>
                <th scope="row">{words.level(level)}</th>
                <td className="end nowrap">{share(m)}</td>
                <td className="end nowrap">{share(u)}</td>
                <td className="end">{signedBits(weight)}</td>
                <td className="model-bars">
                  <Bar weight={weight} scale={scale} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

/** `93.1 %`, `0.00012 %`. */
const share = (chance: number): string => `${Number((100 * chance).toPrecision(3))} %`;

function Bar({ weight, scale }: { readonly weight: number; readonly scale: readonly [number, number] }) {
  const { start, width } = placeOf({ from: 0, to: weight }, scale);
  const zero = placeOf({ from: scale[0], to: 0 }, scale).width;
  const at: CSSProperties & Record<`--${string}`, string> = {
    '--start': `${start}%`,
    '--width': `${width}%`,
    '--zero': `${zero}%`,
  };
  return <div className={`waterfall-bar waterfall-${weight < 0 ? 'against' : 'for'}`} style={at} aria-hidden />;
}

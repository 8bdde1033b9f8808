import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Family, FamilyTie } from '../../../src/databases/population/kin/contract.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAnswer } from '../app/api.ts';
import { type PlacedPerson, placeFamily } from './family-tree.ts';
import { PlainTable } from './PlainTable.tsx';
import { Scrolling } from './Scrolling.tsx';

const BOX = { width: 132, height: 56, gapX: 22, gapY: 52 } as const;

/** The family across households, drawn, with a table of the same beside it. */
export function FamilyTree({ id }: { readonly id: string }) {
  const { t } = useTranslation('resident');
  const family = useAnswer<Family>(`/api/residents/${encodeURIComponent(id)}/family`);
  if (family.isPending) return <Skeleton active title={false} paragraph={{ rows: 4 }} />;
  if (family.error) return <ProblemNotice error={family.error} onRetry={() => void family.refetch()} />;
  const placed = placeFamily(family.data);
  if (placed.length < 2) return <p className="muted">{t('noFamily')}</p>;
  return (
    <>
      <Drawing placed={placed} ties={family.data.ties} />
      <FamilyTable placed={placed} />
    </>
  );
}

function Drawing({ placed, ties }: { readonly placed: readonly PlacedPerson[]; readonly ties: readonly FamilyTie[] }) {
  const { t } = useTranslation('resident');
  const at = new Map(placed.map((person) => [person.id, topLeft(person)]));
  const width = Math.max(...placed.map(({ column }) => column + 1)) * (BOX.width + BOX.gapX);
  const height = Math.max(...placed.map(({ row }) => row + 1)) * (BOX.height + BOX.gapY) - BOX.gapY + 4;
  return (
    <Scrolling>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no set of fields */}
      <svg
        className="family-tree"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={t('tree')}
      >
        {ties.map((tie) => (
          <TieLine key={`${tie.kind}${tie.from}${tie.to}`} tie={tie} from={at.get(tie.from)} to={at.get(tie.to)} />
        ))}
        {placed.map((person) => (
          <PersonBox key={person.id} person={person} />
        ))}
      </svg>
    </Scrolling>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const topLeft = ({ row, column }: PlacedPerson): Point => ({
  x: 2 + column * (BOX.width + BOX.gapX),
  y: 2 + row * (BOX.height + BOX.gapY),
});

function TieLine({
  tie,
  from,
  to,
}: {
  readonly tie: FamilyTie;
  readonly from: Point | undefined;
  readonly to: Point | undefined;
}) {
  if (!from || !to || tie.kind === 'sibling') return null;
  const middle = BOX.width / 2;
  if (tie.kind === 'parent') {
    const bend = to.y - BOX.gapY / 2;
    const path = `M${from.x + middle} ${from.y + BOX.height}V${bend}H${to.x + middle}V${to.y}`;
    return <path className="tie" d={path} />;
  }
  const [left, right] = from.x < to.x ? [from, to] : [to, from];
  const y = left.y + BOX.height / 2;
  const className = tie.until ? 'tie tie-spouse tie-ended' : 'tie tie-spouse';
  return <path className={className} d={`M${left.x + BOX.width} ${y}H${right.x}`} />;
}

function PersonBox({ person }: { readonly person: PlacedPerson }) {
  const { t } = useTranslation('resident');
  const { x, y } = topLeft(person);
  const years = [person.birthDate?.slice(0, 4) ?? '', person.deceasedOn ? `–${person.deceasedOn.slice(0, 4)}` : ''].join('');
  const box = (
    <>
      <rect
        className={person.kinship === 'self' ? 'person person-self' : 'person'}
        x={x}
        y={y}
        width={BOX.width}
        height={BOX.height}
        rx={6}
      />
      <text x={x + 10} y={y + 23} className="person-name">
        {person.name.length > 8 ? `${person.name.slice(0, 7)}…` : person.name}
      </text>
      <text x={x + 10} y={y + 43} className="person-about">
        {[t(`kin_${person.kinship}`), years].filter(Boolean).join(' · ')}
      </text>
    </>
  );
  if (!person.isHere || person.kinship === 'self') return <g>{box}</g>;
  return (
    <Link
      to="/residents/$id"
      params={{ id: person.id }}
      search={{ tab: 'family' }}
      aria-label={`${person.name}, ${t(`kin_${person.kinship}`)}`}
    >
      {box}
    </Link>
  );
}

function FamilyTable({ placed }: { readonly placed: readonly PlacedPerson[] }) {
  const { t } = useTranslation('resident');
  return (
    <details>
      <summary>{t('treeAsTable')}</summary>
      <PlainTable caption={t('tree')} columns={[t('name'), t('kinship'), t('sex'), t('bornOn'), t('diedOn')]}>
        {placed.map((person) => (
          <tr key={person.id}>
            <th scope="row">
              {person.isHere && person.kinship !== 'self' ? (
                <Link to="/residents/$id" params={{ id: person.id }}>
                  {person.name}
                </Link>
              ) : (
                person.name
              )}
            </th>
            <td>{t(`kin_${person.kinship}`)}</td>
            <td>{t(person.sex)}</td>
            <td>{person.birthDate}</td>
            <td>{person.deceasedOn}</td>
          </tr>
        ))}
      </PlainTable>
    </details>
  );
}

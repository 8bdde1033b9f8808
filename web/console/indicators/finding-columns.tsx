import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Finding, QualityRule, Verdict } from '../../../src/applications/public-health/record-quality/contract.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useBilingual } from '../../ui/language.ts';
import { post } from '../app/api.ts';
import { useProgrammes } from '../app/programmes/programme-titles.ts';
import { useMay } from '../app/session.tsx';

/** Columns of the list of findings. @param onLooked told when somebody has said what a finding is */
export function useFindingColumns(rules: readonly QualityRule[], onLooked: () => void): readonly ListColumn<Finding>[] {
  const { t } = useTranslation('indicators');
  const say = useBilingual();
  const { titleOf, activityOf } = useProgrammes();
  const may = useMay();
  const ruleOf = (code: string) => rules.find((one) => one.code === code);
  const service = ({ programme, activity }: Finding) => `${titleOf(programme)} · ${activityOf(programme, activity)}`;
  const columns: readonly ListColumn<Finding>[] = [
    {
      key: 'rule',
      title: t('rule'),
      text: ({ rule }) => say(ruleOf(rule)?.title ?? { zh: rule, en: rule }),
      cell: ({ rule }) => (
        <span className={`quality-${ruleOf(rule)?.severity ?? 'warning'}`}>
          {say(ruleOf(rule)?.title ?? { zh: rule, en: rule })}
        </span>
      ),
      width: 170,
    },
    { key: 'shown', title: t('shown'), text: ({ shown }) => (shown ? say(shown) : '') },
    {
      key: 'name',
      title: t('name'),
      text: ({ name }) => name || '—',
      cell: ({ name, resident }) => (
        <Link to="/residents/$id" params={{ id: resident }} search={{ tab: 'programmes' }}>
          {name || '—'}
        </Link>
      ),
      width: 110,
    },
    {
      key: 'contact',
      title: t('contact'),
      text: service,
      cell: (row) =>
        may('programme.write') ? (
          <Link
            to="/residents/$id/contact"
            params={{ id: row.resident }}
            search={{ programme: row.programme, activity: row.activity, contact: row.contact }}
          >
            {service(row)}
          </Link>
        ) : (
          service(row)
        ),
    },
    { key: 'day', title: t('day'), text: ({ day }) => day, width: 110 },
    {
      key: 'institution',
      title: t('institution'),
      text: ({ institution, institutionName }) =>
        institutionName
          ? say(institutionName)
          : institution === undefined
            ? t('noInstitution')
            : t('unknownInstitution', { id: institution }),
    },
    { key: 'worker', title: t('worker'), text: ({ workerName }) => workerName ?? t('noWorker'), width: 100 },
    {
      key: 'verdict',
      title: t('state'),
      text: ({ verdict }) => t(verdict ?? 'open_state'),
      cell: (row) => (may('programme.write') ? <Look finding={row} onLooked={onLooked} /> : t(row.verdict ?? 'open_state')),
      width: 190,
    },
  ];
  return columns;
}

/** Says of a finding that it is right or to be mended, or takes that back. */
function Look({ finding, onLooked }: { readonly finding: Finding; readonly onLooked: () => void }) {
  const { t } = useTranslation('indicators');
  const { key, day, name, verdict } = finding;
  const look = useMutation({
    mutationFn: (next: Verdict | undefined) =>
      post('/api/record-quality/looks', { key, day, ...(next ? { verdict: next } : {}) }),
    onSuccess: onLooked,
  });
  if (verdict !== undefined)
    return (
      <span className="quality-look">
        {t(verdict)}{' '}
        <Button
          size="small"
          type="link"
          loading={look.isPending}
          aria-label={t('unmarkOf', { name, day })}
          onClick={() => look.mutate(undefined)}
        >
          {t('unmark')}
        </Button>
      </span>
    );
  return (
    <span className="quality-look">
      <Button
        size="small"
        loading={look.isPending}
        aria-label={t('markRightOf', { name, day })}
        onClick={() => look.mutate('right')}
      >
        {t('markRight')}
      </Button>
      <Button
        size="small"
        disabled={look.isPending}
        aria-label={t('markMendOf', { name, day })}
        onClick={() => look.mutate('mend')}
      >
        {t('markMend')}
      </Button>
    </span>
  );
}

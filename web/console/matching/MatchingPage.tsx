import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MatchingModel } from '../../../src/databases/population/linking/contract.ts';
import { FactList } from '../../ui/FactList.tsx';
import { formatNumber } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAnswer } from '../app/api.ts';
import { signedBits, useMatchingWords } from '../app/matching/matching-words.ts';
import { FieldWeights } from './FieldWeights.tsx';
import { Thresholds } from './Thresholds.tsx';
import { Versions } from './Versions.tsx';
import './matching-page.css';

/** The model that registrations are matched by, as it is in force. */
export function MatchingPage() {
  const { t } = useTranslation('model');
  const model = useAnswer<MatchingModel>('/api/matching/model');
  return (
    <Page title={t('title')} purpose={t('purpose')} standard={t('standard')}>
      {model.isPending && <Skeleton active title={false} paragraph={{ rows: 12 }} />}
      {model.error && <ProblemNotice error={model.error} onRetry={() => void model.refetch()} />}
      {model.data && <Ready model={model.data} />}
    </Page>
  );
}

const conflicts = ['numbers', 'twins', 'foreign'] as const;

function Ready({ model }: { readonly model: MatchingModel }) {
  const { t } = useTranslation('model');
  const words = useMatchingWords();
  const language = useLanguage();
  const prior = Math.log2(model.prior / (1 - model.prior));
  const facts: (readonly [string, string])[] = [
    [t('inForce'), words.model(model.version)],
    [t('records'), formatNumber(model.records, language)],
    [t('prior'), t('priorOdds', { chance: model.prior.toPrecision(3), bits: signedBits(prior) })],
  ];
  return (
    <>
      <div className="model-top">
        <Panel title={t('inForce')}>
          <FactList label={t('inForce')} facts={facts} />
        </Panel>
        <Panel title={t('thresholds')}>
          <Thresholds thresholds={model.thresholds} />
        </Panel>
      </div>
      <Panel title={t('words')}>
        <ul className="model-words">
          {(['words_prior', 'words_weight', 'words_frequency', 'words_thresholds'] as const).map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
        <p>{t('conflictsWhy')}</p>
        <ul className="model-words">
          {conflicts.map((conflict) => (
            <li key={conflict}>{words.conflict(conflict)}</li>
          ))}
        </ul>
      </Panel>
      <Panel title={t('fields')}>
        <FieldWeights fields={model.fields} />
      </Panel>
      <Panel title={t('versions')}>
        <Versions versions={model.versions} />
      </Panel>
    </>
  );
}

function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
      </div>
      <div className="panel-body">{children}</div>
    </section>
  );
}

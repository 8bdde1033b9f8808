import { useMutation } from '@tanstack/react-query';
import { App, Button, Drawer, Radio, Select } from 'antd';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportChoices } from '../../../src/server/bulk/contract.ts';
import { kindName } from '../../fhir/words/kinds.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { type Language, useLanguage } from '../../ui/language.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { isWhole } from '../../ui/typed-date.ts';
import { address, send, useAnswer } from '../app/api.ts';
import { useRefreshJobs } from './operation.ts';

interface ExportFormProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onStarted: (id: string) => void;
}

const reaches = ['residents', 'all'] as const;

/** What a bulk export is to hold. What was filled in stays while the page is open. */
export function ExportForm({ open, onClose, onStarted }: ExportFormProps) {
  const { t } = useTranslation('jobs');
  const [of, setOf] = useState<(typeof reaches)[number]>('residents');
  const [types, setTypes] = useState<readonly string[]>([]);
  const [since, setSince] = useState('');
  const { message } = App.useApp();
  const refresh = useRefreshJobs();
  const choices = useAnswer<ExportChoices>('/api/exports/choices', { enabled: open });
  const possible = choices.data?.[of] ?? [];
  const asking = useMutation({
    mutationFn: () =>
      startExport(
        of,
        types.filter((type) => possible.includes(type)),
        since,
      ),
    onSuccess: async (id) => {
      void message.success(t('started'));
      await refresh();
      onStarted(id);
    },
  });
  const isLate = since !== '' && (!isWhole(since, 'minute') || Date.parse(since) > Date.now());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isLate) asking.mutate();
  };
  return (
    <Drawer open={open} onClose={onClose} size="min(560px, 100vw)" title={t('newExport')}>
      <form className="export-form" onSubmit={submit}>
        <p className="muted">{t('exportWhy')}</p>
        {asking.error && <ProblemNotice error={asking.error} />}
        {choices.error && <ProblemNotice error={choices.error} onRetry={() => void choices.refetch()} />}
        <fieldset>
          <legend>{t('of')}</legend>
          <Radio.Group value={of} onChange={(event) => setOf(event.target.value)}>
            {reaches.map((reach) => (
              <Radio key={reach} value={reach}>
                {t(`of_${reach}`)} <span className="muted">{t(`ofHint_${reach}`)}</span>
              </Radio>
            ))}
          </Radio.Group>
        </fieldset>
        <Field label={t('types')}>{(id) => <TypeChoice id={id} possible={possible} chosen={types} onChoose={setTypes} />}</Field>
        <Field label={t('since')} hint={isLate ? t('sinceInvalid') : t('sinceHint')} wrong={isLate}>
          {(id, described) => (
            <DateInput
              id={id}
              aria-describedby={described}
              aria-invalid={isLate}
              kind="minute"
              value={since}
              status={isLate ? 'error' : ''}
              onChange={setSince}
            />
          )}
        </Field>
        <div className="toolbar">
          <Button type="primary" htmlType="submit" loading={asking.isPending} disabled={isLate}>
            {t('start')}
          </Button>
          <Button onClick={onClose}>{t('cancel', { ns: 'ui' })}</Button>
        </div>
      </form>
    </Drawer>
  );
}

/** Kick-off by the account's own right. https://hl7.org/fhir/uv/bulkdata/STU2/export.html @returns the id of the job */
async function startExport(of: 'all' | 'residents', types: readonly string[], since: string): Promise<string> {
  const path = of === 'all' ? '/fhir/$export' : '/fhir/Patient/$export';
  const query = { _type: types.join(','), _since: since && new Date(since).toISOString() };
  const response = await send(address(path, query), { headers: { Accept: 'application/fhir+json', Prefer: 'respond-async' } });
  return response.headers.get('content-location')?.split('/').at(-1) ?? '';
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly wrong?: boolean;
  readonly children: (id: string, described: string) => ReactNode;
}

function Field({ label, hint, wrong = false, children }: FieldProps) {
  const id = useId();
  return (
    <div className="export-field">
      <label htmlFor={id}>{label}</label>
      {children(id, `${id}-hint`)}
      {hint && (
        <div id={`${id}-hint`} className={wrong ? 'export-wrong' : 'muted'} role={wrong ? 'alert' : undefined}>
          {hint}
        </div>
      )}
    </div>
  );
}

interface TypeChoiceProps {
  readonly id: string;
  readonly possible: readonly string[];
  readonly chosen: readonly string[];
  readonly onChoose: (types: readonly string[]) => void;
}

/** Types by their names; found by the FHIR name too. */
function TypeChoice({ id, possible, chosen, onChoose }: TypeChoiceProps) {
  const { t } = useTranslation('jobs');
  const language = useLanguage();
  return (
    <Select
      id={id}
      mode="multiple"
      loading={possible.length === 0}
      allowClear
      value={chosen.filter((type) => possible.includes(type))}
      placeholder={t('typesHint')}
      options={optionsOf(possible, language)}
      optionFilterProp="label"
      onChange={onChoose}
    />
  );
}

/** Those with a name in the language first. */
function optionsOf(types: readonly string[], language: Language) {
  const options = types.map((type) => {
    const name = kindName(type, language);
    return { value: type, label: name === type ? type : `${name} ${type}`, isNamed: name !== type };
  });
  return options.toSorted((a, b) => Number(b.isNamed) - Number(a.isNamed) || (a.label < b.label ? -1 : 1));
}

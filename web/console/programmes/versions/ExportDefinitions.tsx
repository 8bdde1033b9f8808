import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { titleOf } from '../../../ui/failure.ts';
import { useLanguage } from '../../../ui/language.ts';
import { saveFile } from '../../../ui/save-file.ts';
import { address, call } from '../../app/api.ts';

interface ExportDefinitionsProps {
  /** Empty: all in force. */
  readonly code: string;
  readonly version: string;
  readonly disabled: boolean;
}

/** Saves one version, or all that is in force, as a FHIR Bundle. */
export function ExportDefinitions({ code, version, disabled }: ExportDefinitionsProps) {
  const { t } = useTranslation('versions');
  const language = useLanguage();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: () => call<object>(address('/api/definitions/export', { code, version })),
    onSuccess: (bundle) =>
      saveFile(
        code === '' ? 'definitions.json' : `${code}-${version}.json`,
        new Blob([JSON.stringify(bundle, null, 1)], { type: 'application/fhir+json' }),
      ),
    onError: (error) => void message.error(titleOf(error, language) ?? String(error)),
  });
  return (
    <Button disabled={disabled} loading={saving.isPending} onClick={() => saving.mutate()}>
      {t(code === '' ? 'exportAll' : 'exportOne')}
    </Button>
  );
}

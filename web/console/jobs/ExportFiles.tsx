import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ExportFileRow } from '../../../src/server/bulk/contract.ts';
import { kindName } from '../../fhir/words/kinds.ts';
import { formatBytes, formatNumber } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';
import { useDownload } from './download.ts';

/** The files of a finished export, to be fetched one by one. */
export function ExportFiles({ files }: { readonly files: readonly ExportFileRow[] }) {
  const { t } = useTranslation('jobs');
  if (files.length === 0) return <p className="muted">{t('noFiles')}</p>;
  return (
    <table className="plain-table export-files">
      <caption>{t('fileList')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('fileType')}</th>
          <th scope="col" className="end">
            {t('fileCount')}
          </th>
          <th scope="col" className="end">
            {t('fileSize')}
          </th>
          <th scope="col" className="end">
            {t('operate')}
          </th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <File key={file.name} file={file} />
        ))}
      </tbody>
    </table>
  );
}

function File({ file }: { readonly file: ExportFileRow }) {
  const { t } = useTranslation('jobs');
  const language = useLanguage();
  const kind = kindName(file.type, language);
  const what = file.kind === 'deleted' ? t('deletedOf', { what: kind }) : kind;
  const download = useDownload(file, what);
  return (
    <tr>
      <th scope="row">
        {what} {kind !== file.type && <span className="muted">{file.type}</span>}
      </th>
      <td className="end">{formatNumber(file.count, language)}</td>
      <td className="end nowrap">{formatBytes(file.bytes, language)}</td>
      <td className="end">
        <Button
          size="small"
          icon={<DownloadOutlined aria-hidden />}
          title={file.name}
          aria-label={t('downloadOf', { what })}
          onClick={() => void download()}
        >
          {t('download')}
        </Button>
      </td>
    </tr>
  );
}

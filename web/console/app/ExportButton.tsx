import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { toCsvFile } from '../../ui/csv.ts';
import { formatNumber } from '../../ui/format.ts';
import type { ListColumn } from '../../ui/ListTable.tsx';
import { useLanguage } from '../../ui/language.ts';
import { saveFile } from '../../ui/save-file.ts';
import { useLongWork } from './long-work.tsx';

/** Rows as they come, page by page; stops when the signal says so. */
type Pages<Row> = (signal: AbortSignal) => AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;

interface ExportButtonProps<Row> {
  /** What is exported, as the file is named. */
  readonly what: string;
  readonly columns: readonly ListColumn<Row>[];
  readonly pages: Pages<Row>;
  readonly disabled?: boolean;
}

/** Saves a whole list as CSV, in the columns that are shown. It goes on when the page is left, and can be cancelled. */
export function ExportButton<Row>({ what, columns, pages, disabled = false }: ExportButtonProps<Row>) {
  const { t } = useTranslation('ui');
  const report = useExportReport(what);
  const run = async () => {
    const stop = new AbortController();
    const beganMs = Date.now();
    const lines: (string | undefined)[][] = [columns.map(({ title }) => title)];
    report.progress(0, 0, stop);
    try {
      for await (const rows of pages(stop.signal)) {
        if (stop.signal.aborted) return;
        for (const row of rows) lines.push(columns.map(({ text }) => text(row)));
        report.progress(lines.length - 1, Date.now() - beganMs, stop);
      }
      saveFile(`${what}.csv`, toCsvFile(lines));
      report.done(lines.length - 1);
    } catch (error) {
      if (!stop.signal.aborted) report.failed(error);
    }
  };
  return (
    <Button icon={<DownloadOutlined aria-hidden />} disabled={disabled} onClick={() => void run()}>
      {t('export')}
    </Button>
  );
}

/** Tells how far an export is. */
function useExportReport(what: string) {
  const { t } = useTranslation('ui');
  const language = useLanguage();
  const report = useLongWork(`export-${what}`);
  return {
    progress: (count: number, elapsedMs: number, stop: AbortController) => {
      const rate = formatNumber(Math.round((count * 1_000) / Math.max(1, elapsedMs)), language);
      report.progress(t('exporting', { what }), t('exportedSoFar', { count, rate }), stop);
    },
    done: (count: number) => report.done(t('exportDone', { what }), t('exportRows', { count })),
    failed: (error: unknown) => report.failed(t('exportFailed', { what }), error),
  };
}

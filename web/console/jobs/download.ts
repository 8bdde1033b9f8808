import { useTranslation } from 'react-i18next';
import type { ExportFileRow } from '../../../src/server/bulk/contract.ts';
import { formatBytes } from '../../ui/format.ts';
import { useLanguage } from '../../ui/language.ts';
import { saveFile } from '../../ui/save-file.ts';
import { send } from '../app/api.ts';
import { useLongWork } from '../app/long-work.tsx';

const TELL_MS = 250;

/**
 * Fetches a file as the signed-in account and saves it. The token travels in a header and never in an address, so the
 * browser holds the file until it is whole.
 */
export function useDownload({ name, path, bytes }: ExportFileRow, what: string): () => Promise<void> {
  const { t } = useTranslation('jobs');
  const language = useLanguage();
  const report = useLongWork(`download-${name}`);
  return async () => {
    const stop = new AbortController();
    const beganMs = Date.now();
    const tell = (done: number) => {
      const perSecond = (done * 1_000) / Math.max(1, Date.now() - beganMs);
      const size = (count: number) => formatBytes(count, language);
      const far = { done: size(done), total: size(bytes), rate: size(perSecond) };
      report.progress(t('downloading', { what }), t('downloadedSoFar', far), stop);
    };
    tell(0);
    try {
      const response = await send(path, { signal: stop.signal });
      const content = await new Response(response.body?.pipeThrough(counting(tell))).blob();
      if (stop.signal.aborted) return;
      saveFile(name, content);
      report.done(t('downloaded', { what }), formatBytes(content.size, language));
    } catch (error) {
      if (!stop.signal.aborted) report.failed(t('downloadFailed', { what }), error);
    }
  };
}

/** Passes bytes on, and says now and then how many there were. */
function counting(tell: (bytes: number) => void): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let [sum, toldMs] = [0, Date.now()];
  return new TransformStream({
    transform: (chunk, controller) => {
      controller.enqueue(chunk);
      sum += chunk.length;
      if (Date.now() - toldMs < TELL_MS) return;
      toldMs = Date.now();
      tell(sum);
    },
  });
}

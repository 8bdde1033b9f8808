import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  show(done: number, total: number): void;
  close(): void;
}

/** A progress bar with count, rate and time left, on standard error; nothing where that is no terminal. */
export function openProgress(unit: string): Progress {
  if (!process.stderr.isTTY) return { show: () => {}, close: () => {} };
  const began = Date.now();
  const bar = new SingleBar(
    { stream: process.stderr, hideCursor: true, format: `{bar} {value}/{total} ${unit} · {rate}/s · {eta_formatted} left` },
    Presets.shades_classic,
  );
  bar.start(0, 0, { rate: 0 });
  return {
    show: (done, total) => {
      bar.setTotal(total);
      bar.update(done, { rate: Math.round((done * 1000) / Math.max(1, Date.now() - began)) });
    },
    close: () => bar.stop(),
  };
}

import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** What one process has measured, as it goes from process to process. */
export type Figures = readonly MetricObjectWithValues<MetricValue<string>>[];

/** What a worker tells the process that started it, beside what every platform process tells. */
export type FromWorker =
  | { readonly kind: 'all-figures-wanted'; readonly request: number }
  | { readonly kind: 'figures'; readonly request: number; readonly figures: Figures };

export type ToWorker =
  | { readonly kind: 'figures-wanted'; readonly request: number }
  | { readonly kind: 'all-figures'; readonly request: number; readonly all: readonly Figures[] };

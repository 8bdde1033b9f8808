import { FIELDS, type Layout, type Linkage, weightsOf } from '../../matching/index.ts';

export interface LinkSummary {
  readonly records: number;
  readonly clusters: number;
  readonly pairs: number;
  readonly links: number;
  readonly review: number;
  readonly precision: number;
  readonly recall: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly ignored: readonly string[];
}

/** What a linkage found, learned and decided, to be read by people and programs. Names records by their ids and tells nothing else of them. */
export function toReport(summary: LinkSummary, linkage: Linkage, { columns }: Layout, id: (record: number) => string) {
  const { model, blocks, expected, errors, review } = linkage;
  const weights = weightsOf(model);
  return {
    summary,
    expected,
    columns: Object.fromEntries(columns),
    blocks,
    prior: model.prior,
    households: model.households,
    thresholds: model.thresholds,
    rules: model.rules,
    errors: { agreeing: Object.fromEntries(errors.agreeing), other: Object.fromEntries(errors.other) },
    fields: FIELDS.map(({ name, levels }, field) => ({
      name,
      levels: levels
        .map((level, index) => ({
          level,
          m: model.fields[field]?.m[index],
          u: model.fields[field]?.u[index],
          weight: weights[field]?.[index],
        }))
        .slice(1),
    })),
    review: review.map(({ a, b, ...item }) => ({
      records: [id(a), id(b)].toSorted(),
      ...item,
      parts: item.parts.filter(({ level }) => level !== 'unknown'),
    })),
  };
}

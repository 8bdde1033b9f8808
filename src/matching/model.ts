import { Problem } from '../kernel/index.ts';
import { FIELDS, type FieldName } from './fields.ts';
import type { Frequencies } from './frequencies.ts';

/** How often each level of a field is found among pairs of one person (`m`) and of two (`u`). */
export interface FieldModel {
  readonly name: FieldName;
  readonly m: readonly number[];
  readonly u: readonly number[];
}

export interface Model {
  readonly format: 'minkang-matching-model';
  readonly version: 1;
  /** How many records it was learned from. */
  readonly records: number;
  /** Chance that two records taken at random are one person's. */
  readonly prior: number;
  readonly fields: readonly FieldModel[];
  readonly frequencies: Frequencies;
  /** Whether several people of one household are in the data: then twins are to be reckoned with. */
  readonly households: boolean;
  readonly thresholds: Readonly<Record<Standing, Thresholds>>;
}

/** What a pair's evidence rests on: a number in common or nearly so, else contact in common, else neither. */
export type Standing = 'numbered' | 'agreeing' | 'other';

/** In bits: from `link` on a pair is linked by itself, from `review` on somebody is asked. */
export interface Thresholds {
  readonly link: number;
  readonly review: number;
}

/** Weights are multiples of this, so that sums of them are exact: 1/1024 bit. */
const GRAIN = 1024;
export const grain = (bits: number): number => Math.round(bits * GRAIN) / GRAIN;

/** Bits that a level of a field adds to a score: log2(m/u); nothing where the field cannot be compared. */
export function weightsOf(model: Pick<Model, 'fields'>): readonly Float64Array[] {
  return model.fields.map(({ m, u }) =>
    Float64Array.from(m, (chance, level) => (level === 0 ? 0 : grain(Math.log2(chance / (u[level] ?? 1))))),
  );
}

/** Reads a model that was written before, or says what is wrong with it. */
export function parseModel(value: unknown): Model | Problem {
  const wrong = (at: string, detail: string) => new Problem('input-invalid', detail, { at });
  if (!isRecord(value) || value['format'] !== 'minkang-matching-model')
    return wrong('format', 'minkang-matching-model is expected');
  if (value['version'] !== 1) return wrong('version', 'version 1 is expected');
  const fields = value['fields'];
  if (!Array.isArray(fields) || fields.length !== FIELDS.length) return wrong('fields', `${FIELDS.length} fields are expected`);
  for (const [index, field] of FIELDS.entries()) {
    const found: unknown = fields[index];
    if (!isRecord(found) || found['name'] !== field.name) return wrong(`fields[${index}].name`, `${field.name} is expected`);
    for (const side of ['m', 'u']) {
      const chances: unknown = found[side];
      if (!Array.isArray(chances) || chances.length !== field.levels.length || !chances.every((chance) => isChance(chance)))
        return wrong(`fields[${index}].${side}`, `${field.levels.length} numbers above 0 and up to 1 are expected`);
    }
  }
  if (!isChance(value['prior'])) return wrong('prior', 'a number above 0 and up to 1 is expected');
  if (!isNumber(value['records'])) return wrong('records', 'a number is expected');
  if (typeof value['households'] !== 'boolean') return wrong('households', 'true or false is expected');
  const thresholds = value['thresholds'];
  for (const kind of ['numbered', 'agreeing', 'other']) {
    const pair = isRecord(thresholds) ? thresholds[kind] : undefined;
    if (!isRecord(pair) || !isNumber(pair['link']) || !isNumber(pair['review']) || pair['review'] > pair['link'])
      return wrong(`thresholds.${kind}`, 'a number "link" and one "review", which is not above it, are expected');
  }
  for (const name of ['surname', 'given']) {
    const names = isRecord(value['frequencies']) ? value['frequencies'][name] : undefined;
    if (
      !isRecord(names) ||
      !isShares(names['written']) ||
      !isShares(names['sound']) ||
      !isChance(names['rareWritten']) ||
      !isChance(names['rareSound'])
    )
      return wrong(`frequencies.${name}`, 'shares by "written" and by "sound", "rareWritten" and "rareSound" are expected');
  }
  if (!isRecord(value['frequencies']) || !isShares(value['frequencies']['birthDate']))
    return wrong('frequencies.birthDate', 'shares by day are expected');
  return value as unknown as Model;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isShares = (value: unknown) => isRecord(value) && Object.values(value).every(isChance);
const isChance = (value: unknown) => typeof value === 'number' && value > 0 && value <= 1;

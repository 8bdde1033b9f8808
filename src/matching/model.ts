import { Problem } from '../kernel/index.ts';
import { FIELDS, type FieldName } from './fields.ts';
import type { Frequencies } from './frequencies.ts';

/** How often each level of a field is found among pairs of one person (`m`) and of two (`u`). */
export interface FieldModel {
  readonly name: FieldName;
  readonly m: readonly number[];
  readonly u: readonly number[];
}

/**
 * What is laid down and not learned. It belongs to a model: another figure is another version of it. Chances are from 0 to 1, what is
 * worth something in bits.
 */
export interface Rules {
  /** Chance of error up to which pairs without a number in common are linked by themselves, and up to which they are shown to somebody. */
  readonly linkError: number;
  readonly reviewError: number;
  /** So many pairs must have two right numbers for these to tell the error; where there are fewer, the chances below decide. */
  readonly witnesses: number;
  readonly linkChance: number;
  readonly reviewChance: number;
  /** Chance from which pairs are linked that have a number in common, or nearly: they are their own witnesses. */
  readonly numberedChance: number;
  /** Share of the records that may be shown to somebody, and how many may be however few there are. */
  readonly reviewShare: number;
  readonly reviewLeast: number;
  /** Edits between two right numbers up to which the one may be the other, mistyped. */
  readonly slips: number;
  /** However rare or frequent a value is, it adds or takes away no more than this. */
  readonly mostForRare: number;
  readonly mostForFrequent: number;
  /** What one pair counts at most, for or against, where those of two clusters are added up; and what it counts that a rule speaks against. */
  readonly mostOfPair: number;
  readonly againstPair: number;
}

export const usualRules: Rules = {
  linkError: 0.02,
  reviewError: 0.7,
  witnesses: 200,
  linkChance: 0.9,
  reviewChance: 0.2,
  numberedChance: 0.95,
  reviewShare: 0.02,
  reviewLeast: 20,
  slips: 2,
  mostForRare: 5,
  mostForFrequent: 9,
  mostOfPair: 25,
  againstPair: 20,
};

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
  readonly rules: Rules;
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
  const rules = parseRules(value['rules'] ?? {});
  if (rules instanceof Problem) return rules;
  return { ...(value as unknown as Model), rules };
}

/** Those that a model does not tell are the usual ones. */
function parseRules(value: unknown): Rules | Problem {
  const wrong = (at: string) => new Problem('input-invalid', 'a number that is not below 0 is expected', { at });
  if (!isRecord(value)) return wrong('rules');
  for (const [name, rule] of Object.entries(value))
    if (!(name in usualRules) || !isNumber(rule) || rule < 0) return wrong(`rules.${name}`);
  return { ...usualRules, ...value };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isShares = (value: unknown) => isRecord(value) && Object.values(value).every(isChance);
const isChance = (value: unknown) => typeof value === 'number' && value > 0 && value <= 1;

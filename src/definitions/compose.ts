import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '../kernel/index.ts';
import { compileCondition } from '../life-course/index.ts';
import { openBook, type Programme } from '../programmes/index.ts';
import { readBundle } from './bundle.ts';
import type { Content, ContentKind } from './content.ts';
import type { EditionState } from './contract.ts';
import type { Edition } from './editions.ts';
import { contentUrl } from './names.ts';

/** A version of a programme or of other rules, and what this platform makes of it. */
export interface Known {
  readonly code: string;
  readonly version: string;
  /** Undefined where it came with the program. */
  readonly edition: Edition | undefined;
  /** Undefined where it is not understood. Its validity ends where the next version begins. */
  readonly programme: Programme | undefined;
  /** The same of rules that are no programme. */
  readonly content: Content | undefined;
  readonly state: EditionState;
  readonly faults: readonly Fault[];
}

/** All versions a platform knows, and those by which it works. */
export interface Composition {
  readonly all: readonly Known[];
  /** In force or once in force: who was enrolled under one stays under it. */
  readonly programmes: readonly Programme[];
  /** Rules that are no programmes, in force or once in force. */
  readonly contents: readonly Content[];
}

export interface Composing {
  readonly builtIn: readonly Programme[];
  /** YYYY-MM-DD. */
  readonly today: string;
  /** Platforms from the topmost one down to this one: the higher one's word holds. What comes with the program counts as the topmost's. */
  readonly path: readonly string[];
  readonly isTable: (name: string) => boolean;
  /** Rules beside programmes of which editions come as data. */
  readonly kinds?: readonly ContentKind[];
}

interface Candidate {
  readonly edition: Edition | undefined;
  readonly rank: number;
  readonly programme: Programme;
}

/** What an edition says, read once: editions do not change. */
export type ReadEdition = (edition: Edition) => {
  readonly programme?: Programme;
  readonly content?: Content;
  readonly faults: readonly Fault[];
};

type Reading = Pick<Composing, 'isTable' | 'kinds'>;

export function editionReader(reading: Reading): ReadEdition {
  const kept = new Map<string, ReturnType<ReadEdition>>();
  return (edition) => {
    const found = kept.get(edition.digest) ?? readEdition(edition, reading);
    kept.set(edition.digest, found);
    return found;
  };
}

/** Whatever a bundle is, the platform goes on: what cannot be read is refused. */
function readEdition(edition: Edition, reading: Reading): ReturnType<ReadEdition> {
  try {
    return understood(edition, reading);
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : '';
    return { faults: [aFault('Bundle', `无法读取：${text}`, `It cannot be read: ${text}`)] };
  }
}

function understood({ bundle, code, version }: Edition, reading: Reading): ReturnType<ReadEdition> {
  const read = readBundle(JSON.parse(bundle), { ...reading, isExact: false });
  if (!('programmes' in read)) return { faults: read.faults };
  const [one, more] = [...read.programmes, ...read.contents];
  const isIt = one && !more && one.code === code && one.version === version;
  const [programme] = read.programmes;
  const [content] = read.contents;
  if (isIt) return { ...(programme ? { programme } : {}), ...(content ? { content } : {}), faults: [] };
  return { faults: [aFault('Bundle', '内容与编号不符', 'It is not what it is called')] };
}

export const aFault = (at: string, zh: string, en: string): Fault => ({ at, kind: 'impossible', text: { zh, en } });

/** What a platform works by: of each programme the versions of the highest platform that defines it, each until the next begins. */
export function compose(editions: readonly Edition[], composing: Composing, read: ReadEdition): Composition {
  const { builtIn, today, path } = composing;
  const own = builtIn.map((programme): Candidate => ({ edition: undefined, rank: 0, programme }));
  const refused: Known[] = [];
  const came = editions.flatMap((edition): Candidate[] => {
    const rank = path.indexOf(edition.origin);
    const { programme, content, faults } = read(edition);
    if (content && rank >= 0) return [];
    if (programme && rank >= 0) return [{ edition, rank, programme }];
    const foreign = aFault('Bundle', '发布平台不在本平台之上', 'The platform that published it is not above this one');
    refused.push(knownOf({ edition, faults: rank < 0 ? [foreign] : faults, state: 'refused' }));
    return [];
  });
  const highest = new Map<string, number>();
  for (const { programme, rank } of [...own, ...came])
    highest.set(programme.code, Math.min(rank, highest.get(programme.code) ?? rank));
  const isHighest = ({ programme, rank }: Candidate) => rank === highest.get(programme.code);
  const overruled = came
    .filter((one) => !isHighest(one))
    .map(({ edition, programme }) => knownOf({ edition, programme, state: 'overruled' }));
  const accepted: Candidate[] = [];
  for (const candidate of [...own, ...came.filter(isHighest).toSorted((one, other) => one.rank - other.rank)]) {
    const faults = candidate.edition
      ? faultsBeside(
          candidate.programme,
          accepted.map(({ programme }) => programme),
        )
      : [];
    if (faults.length === 0) accepted.push(candidate);
    else refused.push(knownOf({ ...candidate, state: 'refused', faults }));
  }
  const placed = [...Map.groupBy(accepted, ({ programme }) => programme.code).values()].flatMap((all) => inTurn(all, today));
  const contents = composeContents(editions, composing, read);
  return {
    all: [...placed, ...overruled, ...refused, ...contents],
    contents: contents.flatMap(({ state, edition, content }) => (content && isApplied(state, edition) ? [content] : [])),
    // what came with the program is always there; a version that came as data takes effect on its day
    programmes: placed.flatMap(({ state, edition, programme }) =>
      programme && (!edition || state !== 'coming') ? [programme] : [],
    ),
  };
}

/** Editions that came with the program are always there; those that came as data from their day on. */
const isApplied = (state: EditionState, edition: Edition | undefined): boolean =>
  edition === undefined || state === 'in-force' || state === 'past';

const knownOf = ({
  edition,
  programme,
  content,
  state,
  faults = [],
}: Pick<Known, 'edition' | 'state'> & Partial<Pick<Known, 'programme' | 'content' | 'faults'>>): Known => ({
  code: programme?.code ?? content?.code ?? edition?.code ?? '',
  version: programme?.version ?? content?.version ?? edition?.version ?? '',
  ...{ edition, programme, content, state, faults },
});

interface ContentCandidate {
  readonly edition: Edition | undefined;
  readonly rank: number;
  readonly content: Content;
}

/** The same for rules that are no programmes: those of the highest platform, each from its day until the next begins. */
function composeContents(
  editions: readonly Edition[],
  { kinds = [], today, path }: Composing,
  read: ReadEdition,
): readonly Known[] {
  const own = kinds.flatMap(({ builtIn }) =>
    builtIn.map((content): ContentCandidate => ({ edition: undefined, rank: 0, content })),
  );
  const came = editions.flatMap((edition): ContentCandidate[] => {
    const [rank, { content }] = [path.indexOf(edition.origin), read(edition)];
    return content && rank >= 0 ? [{ edition, rank, content }] : [];
  });
  return [...Map.groupBy([...own, ...came], ({ content }) => content.code).values()].flatMap((all) => {
    const highest = Math.min(...all.map(({ rank }) => rank));
    const accepted: ContentCandidate[] = [];
    const others: Known[] = [];
    for (const candidate of all) {
      const before = accepted.map(({ content }) => content);
      const faults = candidate.edition ? contentFaultsBeside(candidate.content, before) : [];
      if (candidate.rank > highest) others.push(knownOf({ ...candidate, state: 'overruled' }));
      else if (faults.length > 0) others.push(knownOf({ ...candidate, state: 'refused', faults }));
      else accepted.push(candidate);
    }
    return [...contentsInTurn(accepted, today), ...others];
  });
}

function contentsInTurn(accepted: readonly ContentCandidate[], today: string): readonly Known[] {
  const sorted = accepted.toSorted((one, other) => (one.content.valid.from < other.content.valid.from ? -1 : 1));
  return sorted.map(({ edition, content }, index) => {
    const next = sorted[index + 1]?.content.valid.from;
    const until = next !== undefined && next <= today ? dayBefore(next) : undefined;
    const valid = { from: content.valid.from, ...(until === undefined ? {} : { until }) };
    const state = valid.from > today ? 'coming' : until === undefined ? 'in-force' : 'past';
    return knownOf({ edition, content: { ...content, valid }, state });
  });
}

/** An edition is another one than those known, and begins after them. */
export function contentFaultsBeside(content: Content, others: readonly Content[]): readonly Fault[] {
  const at = `Library('${contentUrl(content.code)}')`;
  return others.flatMap(({ code, version, valid }) => {
    if (code !== content.code) return [];
    if (version === content.version) return [aFault(`${at}.version`, '该版本已存在', 'The version is there already')];
    if (valid.from < content.valid.from) return [];
    return [
      aFault(
        `${at}.effectivePeriod.start`,
        `应晚于版本 ${version} 的生效日`,
        `It is to be after the first day of version ${version}`,
      ),
    ];
  });
}

/** Versions of one programme in order of their days. One that is still to come ends none yet. */
function inTurn(all: readonly Candidate[], today: string): Known[] {
  const sorted = all.toSorted((one, other) => (one.programme.valid.from < other.programme.valid.from ? -1 : 1));
  return sorted.map(({ edition, programme }, index) => {
    const next = sorted[index + 1]?.programme.valid.from;
    const isNextBegun = next !== undefined && (next <= today || sorted[index + 1]?.edition === undefined);
    const until = [programme.valid.until, isNextBegun ? dayBefore(next) : undefined].filter((day) => day !== undefined).sort()[0];
    const valid = { from: programme.valid.from, ...(until === undefined ? {} : { until }) };
    const state = valid.from > today ? 'coming' : until !== undefined && until < today ? 'past' : 'in-force';
    return knownOf({ edition, programme: { ...programme, valid }, state });
  });
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

/**
 * Why a programme cannot stand beside others: names of measures and elements are of the country, and a version follows those before it.
 * Places are those of its own resources, by their canonical address.
 */
export function faultsBeside(programme: Programme, others: readonly Programme[]): readonly Fault[] {
  const { code, version, valid } = programme;
  const mine = others.filter((one) => one.code === code);
  const theirs = others.filter((one) => one.code !== code);
  const at = `PlanDefinition('urn:minkang:programme:${code}')`;
  const known = new Map(
    others.flatMap((one) => one.elements.map((element) => [element.name, { element, of: one.code }] as const)),
  );
  const measures = new Map(theirs.flatMap((one) => one.measures.map((measure) => [measure.code, one.code] as const)));
  return [
    ...mine.flatMap((one) =>
      one.version === version ? [aFault(`${at}.version`, '该版本已存在', 'The version is there already')] : [],
    ),
    ...mine.flatMap((one) =>
      one.valid.from >= valid.from
        ? [
            aFault(
              `${at}.effectivePeriod.start`,
              `应晚于版本 ${one.version} 的生效日`,
              `It is to be after the first day of version ${one.version}`,
            ),
          ]
        : [],
    ),
    ...programme.measures.flatMap((measure) =>
      measures.has(measure.code)
        ? [
            aFault(
              `Measure('urn:minkang:measure:${measure.code}').url`,
              '另一方案已有此指标代码',
              'Another programme has this code',
            ),
          ]
        : [],
    ),
    ...programme.elements.flatMap((element) => {
      const found = known.get(element.name);
      const place = `${at}.contained('element-${element.name}')`;
      if (!found) return [];
      if (found.of !== code && !isDeepStrictEqual(found.element, element))
        return [
          aFault(
            place,
            '另一方案已有此名称的数据项，定义不同',
            'Another programme has an element of this name that is another one',
          ),
        ];
      if (found.element.type !== element.type || found.element.unit?.code !== element.unit?.code)
        return [
          aFault(
            place,
            '数据项的类型和单位不能在新版本中改变，请用新名称',
            'An element keeps its type and unit: another one needs another name',
          ),
        ];
      return [];
    }),
    ...cannotRun(programme, at),
  ];
}

/** A last look: what cannot be made ready to be asked is refused with its reason. */
function cannotRun(programme: Programme, at: string): readonly Fault[] {
  try {
    openBook([programme]);
    for (const { denominator, numerator } of programme.measures) [denominator, numerator].forEach(compileCondition);
    return [];
  } catch (thrown) {
    const text = thrown instanceof Error ? thrown.message : '';
    return [aFault(at, `无法执行：${text}`, `It cannot be run: ${text}`)];
  }
}

import { hash } from 'node:crypto';
import { type Fault, Problem } from '../kernel/index.ts';
import type { Programme } from '../programmes/index.ts';
import type { Database } from '../store/index.ts';
import { readBundle, toBundle } from './bundle.ts';
import { partsChanged } from './changes.ts';
import {
  aFault,
  type Composing,
  type Composition,
  compose,
  contentFaultsBeside,
  editionReader,
  faultsBeside,
  type Known,
} from './compose.ts';
import { type Content, contentChanges, isSameContent } from './content.ts';
import type { ImportPreview, ProgrammeChange } from './contract.ts';
import { addEdition, lockEditions, readEditions } from './editions.ts';
import { contentUrl, planUrl } from './names.ts';

/** An import that may be published as it is, or all that is wrong with it. */
export interface Looked extends ImportPreview {
  /** Those that are new; empty where there are faults. */
  readonly programmes: readonly Programme[];
  readonly contents: readonly Content[];
}

/**
 * What an import would change at a platform, or why it is refused: whole, naming each place.
 * @param bundle as it was sent, parsed
 */
export function lookAtImport(
  bundle: unknown,
  composition: Composition,
  { isTable, path, kinds = [] }: Pick<Composing, 'isTable' | 'path' | 'kinds'>,
): Looked {
  const read = readBundle(bundle, { isExact: true, isTable, kinds });
  if (!('programmes' in read)) return { faults: read.faults, changes: [], programmes: [], contents: [] };
  const faults: Fault[] = [];
  const changes: ProgrammeChange[] = [];
  const fresh: Programme[] = [];
  for (const programme of read.programmes) {
    const known = composition.all.filter(({ code }) => code === programme.code);
    const same = known.find(({ version }) => version === programme.version);
    if (same && isSame(same, programme)) {
      changes.push(changeOf(programme, 'known', undefined));
      continue;
    }
    faults.push(...faultsOfRank(`PlanDefinition('${planUrl(programme)}')`, known, path));
    const standing = composition.all.flatMap((one) => (one.programme && one.state !== 'overruled' ? [one.programme] : []));
    faults.push(...faultsBeside(programme, [...standing, ...fresh]));
    const last = standing
      .filter(({ code }) => code === programme.code)
      .toSorted(byFirstDay)
      .at(-1);
    changes.push(changeOf(programme, last ? 'new-version' : 'new-programme', last));
    fresh.push(programme);
  }
  const looked = lookAtContents(read.contents, composition, path);
  const all = [...faults, ...looked.faults];
  const isRefused = all.length > 0;
  return {
    faults: all,
    changes: [...changes, ...looked.changes],
    ...(isRefused ? { programmes: [], contents: [] } : { programmes: fresh, contents: looked.contents }),
  };
}

/** The same for rules that are no programmes. */
function lookAtContents(
  contents: readonly Content[],
  { all }: Composition,
  path: readonly string[],
): Pick<Looked, 'faults' | 'changes' | 'contents'> {
  const faults: Fault[] = [];
  const changes: ProgrammeChange[] = [];
  const fresh: Content[] = [];
  for (const content of contents) {
    const known = all.filter(({ code }) => code === content.code);
    const standing = known.flatMap((one) => (one.content && one.state !== 'overruled' ? [one.content] : []));
    const same = standing.find(({ version }) => version === content.version);
    const last = standing.toSorted(byFirstDay).at(-1);
    const { code, version, title, valid } = content;
    if (same && isSameContent(same, content)) {
      changes.push({ code, version, title, valid, kind: 'known', parts: [] });
      continue;
    }
    faults.push(
      ...faultsOfRank(`Library('${contentUrl(code)}')`, known, path),
      ...contentFaultsBeside(content, [...standing, ...fresh]),
    );
    const kind = last ? 'new-version' : 'new-programme';
    changes.push({
      code,
      version,
      title,
      valid,
      kind,
      ...(last ? { follows: last.version } : {}),
      parts: contentChanges(last, content),
    });
    fresh.push(content);
  }
  return { faults, changes, contents: fresh };
}

const byFirstDay = (one: Pick<Programme, 'valid'>, other: Pick<Programme, 'valid'>): number =>
  one.valid.from < other.valid.from ? -1 : 1;

/** The validity of what is known ends where the next version begins: what was published is compared. */
const isSame = ({ edition, programme }: Known, other: Programme): boolean =>
  edition ? edition.digest === digestOf(bundleOf(other)) : programme !== undefined && sameButUntil(programme, other);

const sameButUntil = (one: Programme, other: Programme): boolean =>
  bundleOf({ ...one, valid: { from: one.valid.from } }) === bundleOf({ ...other, valid: { from: other.valid.from } });

/** Deny by default: what a platform above defines, or what comes with the program, a lower one does not change. */
function faultsOfRank(place: string, known: readonly Known[], path: readonly string[]): readonly Fault[] {
  const here = path.length - 1;
  const isAbove = ({ edition }: Known) => (edition ? path.indexOf(edition.origin) : 0) < here;
  if (!known.some(isAbove)) return [];
  return [
    aFault(
      `${place}.url`,
      '该方案由上级平台定义，本级不能更改',
      'A platform above defines this programme: it is not changed here',
    ),
  ];
}

const changeOf = (programme: Programme, kind: ProgrammeChange['kind'], follows: Programme | undefined): ProgrammeChange => ({
  ...{ code: programme.code, version: programme.version, title: programme.title, valid: programme.valid, kind },
  ...(follows ? { follows: follows.version } : {}),
  parts: kind === 'known' ? [] : partsChanged(follows, programme),
});

const bundleOf = (programme: Programme): string => JSON.stringify(toBundle([programme]));
const digestOf = (bundle: string): string => hash('sha256', bundle, 'base64url');

/** What was published, as its resource is called. */
export interface Published {
  readonly type: 'PlanDefinition' | 'Library';
  readonly code: string;
  readonly version: string;
}

export interface Publishing extends Composing {
  readonly database: Database;
  readonly by: string | undefined;
  /** Enters the publication in the audit log. */
  readonly within?: (tx: Parameters<Parameters<Database['begin']>[0]>[0], published: readonly Published[]) => Promise<void>;
  readonly now: Date;
}

/**
 * Publishes the programmes of a bundle at this platform: all or none. What was published before in the same version and words is left.
 * @throws Problem definition-invalid with every fault and its place
 */
export async function publishDefinitions(bundle: unknown, publishing: Publishing): Promise<ImportPreview> {
  const { database, by, within, now, path } = publishing;
  return database.begin(async (tx) => {
    await lockEditions(tx);
    const composition = compose(await readEditions(tx), publishing, editionReader(publishing));
    const { faults, changes, programmes, contents } = lookAtImport(bundle, composition, publishing);
    if (faults.length > 0)
      throw new Problem('definition-invalid', `${faults[0]?.at}: ${faults[0]?.text.en}`, { at: faults[0]?.at, faults });
    const published = [
      ...programmes.map((one) => ({ ...namedAs('PlanDefinition', one), text: bundleOf(one) })),
      ...contents.map((one) => ({ ...namedAs('Library', one), text: JSON.stringify(toBundle([], [one])) })),
    ];
    for (const { code, version, text } of published) {
      const origin = path.at(-1) ?? '';
      await addEdition(tx, {
        ...{ code, version, origin, bundle: text, digest: digestOf(text) },
        ...{ publishedAt: now.toISOString(), publishedBy: by },
      });
    }
    await within?.(tx, published);
    return { faults, changes };
  });
}

const namedAs = (type: Published['type'], { code, version }: Pick<Programme, 'code' | 'version'>): Published => ({
  ...{ type, code, version },
});

import { z } from 'zod';
import {
  countHoldings,
  type DefinitionList,
  type EditionView,
  type ImportPreview,
  type Known,
  lastAnswer,
  lookAtImport,
  publishDefinitions,
  type ReceiptList,
  receiptsOf,
  toBundle,
} from '../../definitions/index.ts';
import { Problem } from '../../kernel/index.ts';
import { findNationalTable } from '../../platform/terminology/index.ts';
import { type ProgrammeDetail, programmeDetail } from '../../programmes/index.ts';
import { hasRight, type Subject } from '../../security/access/index.ts';
import { isWithin } from '../../standards/index.ts';
import type { Platform } from '../platform.ts';
import { recordPublication } from '../record-publication.ts';
import { operation } from './context.ts';

const reading = { right: 'definition.read', purpose: 'HOPERAT' } as const;
const writing = { right: 'definition.write', purpose: 'HSYSADMIN' } as const;
const aVersion = { code: z.string().max(60), version: z.string().max(60) };
const aBundle = z.object({ bundle: z.looseObject({}).describe('FHIR Bundle with PlanDefinitions and all that they name') });

/** Programmes of level 5 are seen by who works in them, and by who publishes. */
const seenBy =
  (subject: Subject) =>
  ({ programme }: Known): boolean =>
    programme?.restricted !== true || hasRight(subject, 'programme.restricted') || hasRight(subject, 'definition.write');

/** GET /api/definitions */
const listOperation = operation({
  method: 'GET',
  path: '/definitions',
  title: 'Definitions of programmes that the platform knows, in all versions, and how far each has come below',
  needs: reading,
  input: z.object({}),
  async run({ platform, subject }): Promise<DefinitionList> {
    const { database, directory, programmes, settings } = platform;
    await programmes.refresh();
    const counts = await countHoldings(database.sql);
    const askedAt = await lastAnswer(database.sql);
    return {
      editions: programmes.composition.all
        .filter(seenBy(subject))
        .map((known) => toView(platform, known, counts))
        .toSorted(byCodeAndDay),
      platformsBelow: below(platform).length,
      mayPublish: hasRight(subject, 'definition.write'),
      ...(askedAt !== undefined && directory.find(settings.division)?.upper ? { askedAt } : {}),
    };
  },
});

const byCodeAndDay = (one: EditionView, other: EditionView): number =>
  one.code.localeCompare(other.code, 'en') || (other.valid?.from ?? '').localeCompare(one.valid?.from ?? '', 'en');

const below = ({ directory, settings }: Platform) =>
  directory.platforms.filter(({ division }) => division !== settings.division && isWithin(division, settings.division));

function toView(
  { directory }: Platform,
  { code, version, programme, content, edition, state, faults }: Known,
  counts: Awaited<ReturnType<typeof countHoldings>>,
): EditionView {
  const said = programme ?? content;
  const origin = edition && directory.find(edition.origin);
  const mine = counts.filter((one) => one.code === code && one.version === version && one.origin === edition?.origin);
  return {
    ...{ kind: content ? ('content' as const) : ('programme' as const), code, version, state },
    title: said?.title ?? { zh: code, en: code },
    ...(said ? { valid: said.valid, source: said.source } : {}),
    ...(edition ? { origin: edition.origin, publishedAt: edition.publishedAt, receivedAt: edition.receivedAt } : {}),
    ...(origin ? { originName: origin.name } : {}),
    ...(faults.length > 0 ? { faults } : {}),
    below: Object.fromEntries(mine.map((one) => [one.state, one.count])),
  };
}

/** The version of a programme that an account may see. @throws Problem programme-unknown */
function findKnown(platform: Platform, subject: Subject, asked: { readonly code: string; readonly version: string }): Known {
  const found = platform.programmes.composition.all.find(
    (one) => one.code === asked.code && one.version === asked.version && seenBy(subject)(one),
  );
  if (!found) throw new Problem('programme-unknown', 'No such version of a programme here', { at: 'version' });
  return found;
}

/** The same, where it is understood here. */
function programmeOf(platform: Platform, subject: Subject, asked: { readonly code: string; readonly version: string }) {
  const { programme } = findKnown(platform, subject, asked);
  if (!programme) throw new Problem('programme-unknown', 'This version is not understood here', { at: 'version' });
  return programme;
}

/** GET /api/definitions/one */
const oneOperation = operation({
  method: 'GET',
  path: '/definitions/one',
  title: 'One version of a programme, with the words for what its forms and rules speak of',
  needs: reading,
  input: z.object(aVersion),
  run: async ({ input, platform, subject }): Promise<ProgrammeDetail> =>
    programmeDetail(programmeOf(platform, subject, input), findNationalTable),
});

/** GET /api/definitions/receipts */
const receiptsOperation = operation({
  method: 'GET',
  path: '/definitions/receipts',
  title: 'What each platform below makes of one version of a programme, as it told last',
  needs: reading,
  input: z.object(aVersion),
  async run({ input, platform, subject }): Promise<ReceiptList> {
    await platform.programmes.refresh();
    findKnown(platform, subject, input);
    const told = new Map((await receiptsOf(platform.database.sql, input)).map((one) => [one.platform, one]));
    return {
      items: below(platform).map(({ division, name }) => {
        const found = told.get(division);
        return {
          ...{ platform: division, name },
          ...(found ? { state: found.state, since: found.since } : {}),
          ...(found?.problem ? { problem: found.problem } : {}),
        };
      }),
    };
  },
});

/** GET /api/definitions/export */
const exportOperation = operation({
  method: 'GET',
  path: '/definitions/export',
  title:
    'A version of a programme, or all in force, as a FHIR Bundle of PlanDefinition, ActivityDefinition, Questionnaire and Measure',
  needs: reading,
  input: z.object({ code: aVersion.code.optional(), version: aVersion.version.optional() }),
  async run({ input: { code, version }, platform, subject }) {
    if (code !== undefined && version !== undefined) {
      const { content } = findKnown(platform, subject, { code, version });
      return content ? toBundle([], [content]) : toBundle([programmeOf(platform, subject, { code, version })]);
    }
    const all = platform.programmes.composition.all.filter(
      (one) => one.state === 'in-force' && seenBy(subject)(one) && (code === undefined || one.code === code),
    );
    return toBundle(
      all.flatMap(({ programme }) => programme ?? []),
      all.flatMap(({ content }) => content ?? []),
    );
  },
});

/** POST /api/definitions/look */
const lookOperation = operation({
  method: 'POST',
  path: '/definitions/look',
  title: 'What an import of definitions would change, or all for which it is refused; changes nothing',
  needs: writing,
  input: aBundle,
  async run({ input: { bundle }, platform: { programmes } }): Promise<ImportPreview> {
    await programmes.refresh();
    const { faults, changes } = lookAtImport(bundle, programmes.composition, programmes.composing());
    return { faults, changes };
  },
});

/** POST /api/definitions/import */
const importOperation = operation({
  method: 'POST',
  path: '/definitions/import',
  title: 'Publishes new programmes and versions here and on all platforms below, each from its first day; all or nothing',
  needs: writing,
  input: aBundle,
  async run({ input: { bundle }, platform, subject, actor }): Promise<ImportPreview> {
    const { programmes, database, clock, settings } = platform;
    const preview = await publishDefinitions(bundle, {
      ...{ ...programmes.composing(), database, by: subject.id, now: clock.now() },
      within: (tx, published) => recordPublication(tx, actor, settings.division, published),
    });
    await programmes.refresh();
    platform.background.wake();
    return preview;
  },
});

export const definitionOperations = [
  listOperation,
  oneOperation,
  receiptsOperation,
  exportOperation,
  lookOperation,
  importOperation,
] as const;

import { z } from 'zod';
import { nameOfVaccine, readDose } from '../../applications/public-health/immunization/index.ts';
import {
  answerAlarm,
  changeLot,
  findAlarms,
  findLots,
  findMovements,
  keepReadings,
  LIMITS,
  latestReadings,
  type Recipient,
  recallLots,
  receive,
  type Stock,
} from '../../applications/public-health/vaccine-stock/index.ts';
import { findResidents } from '../../databases/population/index.ts';
import { isObject, parseJson, type Resource } from '../../fhir/index.ts';
import { Problem } from '../../kernel/index.ts';
import { parseSearch, wholePlatform } from '../../store/index.ts';
import { type Context, operation } from './context.ts';
import { deskOf, recordShown } from './vaccination-desk.ts';
import { requireWorkplace } from './workplace.ts';

const anId = z.string().min(1).max(64);
const stocks = { right: 'vaccination.stock', purpose: 'PUBHLTH' } as const;

async function stockOf(context: Context, point: string): Promise<Stock> {
  const { database, store, today } = deskOf(context);
  await store.read('Organization', point);
  const { sql } = database;
  const [lots, movements, readings, alarms] = await Promise.all([
    findLots(sql, point, today),
    findMovements(sql, point),
    latestReadings(sql, point),
    findAlarms(sql, point),
  ]);
  return { lots, movements, readings, alarms, limits: LIMITS };
}

/** GET /api/vaccination/points/:point/stock */
const stockOperation = operation({
  method: 'GET',
  path: '/vaccination/points/:point/stock',
  title: 'Lots, movements, temperatures and alarms of a vaccination point',
  needs: { right: 'vaccination.read', purpose: 'PUBHLTH' },
  input: z.object({ point: anId }),
  run: ({ input, ...context }): Promise<Stock> => stockOf(context, input.point),
});

const handling = (context: Context, point: string, request: string) => {
  const { by, now, today } = deskOf(context);
  return { point, request, by: by.name, at: now.toISOString(), today };
};
const doses = z.number().int().min(1).max(100_000);

/** POST /api/vaccination/points/:point/receipts */
const receiptOperation = operation({
  method: 'POST',
  path: '/vaccination/points/:point/receipts',
  title: 'Takes doses of a lot into the stock of a point',
  needs: stocks,
  input: z.object({
    point: anId,
    request: anId,
    vaccine: z.string().max(40),
    product: z.string().trim().min(1).max(100),
    manufacturer: z.string().trim().min(1).max(100),
    number: z.string().trim().min(1).max(30),
    expires: z.iso.date(),
    doses,
  }),
  async run({ input: { point, request, ...lot }, ...context }): Promise<Stock> {
    const { database } = deskOf(context);
    await requireWorkplace(context, point);
    await receive(database, { ...handling(context, point, request), ...lot });
    return stockOf(context, point);
  },
});

/** POST /api/vaccination/points/:point/lots/:lot/changes */
const lotChangeOperation = operation({
  method: 'POST',
  path: '/vaccination/points/:point/lots/:lot/changes',
  title: 'Doses of a lot that are wasted, or what a count found',
  needs: stocks,
  input: z.object({
    point: anId,
    lot: anId,
    request: anId,
    kind: z.enum(['waste', 'count']),
    doses: z.number().int().min(0).max(100_000),
    reason: z.string().trim().min(1).max(300),
  }),
  async run({ input: { point, request, ...change }, ...context }): Promise<Stock> {
    await requireWorkplace(context, point);
    await changeLot(deskOf(context).database, { ...handling(context, point, request), ...change });
    return stockOf(context, point);
  },
});

/** POST /api/vaccination/points/:point/readings */
const readingsOperation = operation({
  method: 'POST',
  path: '/vaccination/points/:point/readings',
  title: 'Temperatures of a refrigerator or cold box, from a logger or by hand; late and repeated readings are taken',
  needs: { right: 'cold-chain.write', purpose: 'PUBHLTH' },
  input: z.object({
    point: anId,
    device: z.string().trim().min(1).max(60),
    readings: z
      .array(z.object({ at: z.iso.datetime({ offset: true }), celsius: z.number().min(-90).max(60) }))
      .min(1)
      .max(5000),
  }),
  async run({ input: { point, device, readings }, ...context }): Promise<{ readonly kept: number }> {
    const { platform, subject } = context;
    // a logger's token reaches Observations alone; that the point exists is no secret
    if (subject.role === 'institution-system') await platform.store.as(wholePlatform).read('Organization', point);
    else await requireWorkplace(context, point);
    const latest = platform.clock.now().getTime() + CLOCK_SKEW_MS;
    if (readings.some(({ at }) => Date.parse(at) > latest))
      throw new Problem('data-invalid', 'A reading is of a time to come', { at: 'readings.at' });
    return { kept: await keepReadings(platform.database, { point, device, readings, by: subject.id }) };
  },
});

/** The clock of a logger may be fast by so much. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** POST /api/vaccination/points/:point/alarms/answer */
const alarmOperation = operation({
  method: 'POST',
  path: '/vaccination/points/:point/alarms/answer',
  title: 'What was done about an alarm of the cold chain',
  needs: stocks,
  input: z.object({
    point: anId,
    device: z.string().max(60),
    since: z.iso.datetime({ offset: true }),
    answer: z.string().trim().min(1).max(500),
  }),
  async run({ input, ...context }): Promise<Stock> {
    const { database, by, now } = deskOf(context);
    await requireWorkplace(context, input.point);
    if (!(await answerAlarm(database.sql, { ...input, by: by.name, at: now.toISOString() })))
      throw new Problem('already-decided', 'The alarm has its answer, or is none', { at: 'since' });
    return stockOf(context, input.point);
  },
});

const aLot = { vaccine: z.string().max(40), manufacturer: z.string().max(100), number: z.string().min(1).max(30) };

/** POST /api/vaccination/recalls */
const recallOperation = operation({
  method: 'POST',
  path: '/vaccination/recalls',
  title: 'Recalls a lot at all points of the platform: nothing of it is given any more',
  needs: stocks,
  input: z.object({ ...aLot, reason: z.string().trim().min(1).max(300) }),
  async run({ input, ...context }): Promise<{ readonly points: number }> {
    const { database, now } = deskOf(context);
    return { points: await recallLots(database.sql, { ...input, at: now.toISOString() }) };
  },
});

const MOST_RECIPIENTS = '1000';

/** GET /api/vaccination/recipients */
const recipientsOperation = operation({
  method: 'GET',
  path: '/vaccination/recipients',
  title: 'Who got a dose of a lot, whoever recorded it',
  needs: { right: 'vaccination.read', purpose: 'PUBHLTH' },
  input: z.object({ number: aLot.number, vaccine: aLot.vaccine.optional() }),
  async run({ input: { number, vaccine }, ...context }): Promise<readonly Recipient[]> {
    const { store, database } = deskOf(context);
    const query = parseSearch(
      'Immunization',
      [
        ['lot-number', number],
        ['status', 'completed'],
        ['_count', MOST_RECIPIENTS],
      ],
      true,
    );
    const found = (await store.search(query)).entries.map(({ body }) => parseJson(body) as Resource);
    const given = found.filter((one) => one['lotNumber'] === number && (!vaccine || readDose(one)?.vaccine === vaccine));
    const ids = given.flatMap((one) => patientOf(one) ?? []);
    const people = new Map((await findResidents(database.sql, ids)).map((one) => [one.id, one]));
    await recordShown(context, 'search', 'Immunization', ids);
    return given.flatMap((one) => toRecipient(one, people) ?? []);
  },
});

type People = ReadonlyMap<string, Awaited<ReturnType<typeof findResidents>>[number]>;

function toRecipient(one: Resource, people: People): Recipient | undefined {
  const resident = patientOf(one);
  const person = resident === undefined ? undefined : people.get(resident);
  const dose = readDose(one);
  if (!person || !dose) return undefined;
  return {
    resident: person.id,
    name: person.name,
    ...(person.birthDate ? { birthDate: person.birthDate } : {}),
    immunization: dose.id ?? '',
    vaccineName: nameOfVaccine(dose.vaccine),
    on: dose.date ?? '',
  };
}

function patientOf(immunization: Resource): string | undefined {
  const patient = immunization['patient'];
  const reference = isObject(patient) ? patient['reference'] : undefined;
  return typeof reference === 'string' ? reference.replace(/^Patient\//, '') : undefined;
}

/** Operations of the stock of vaccination points. */
export const vaccineStockOperations = [
  stockOperation,
  receiptOperation,
  lotChangeOperation,
  readingsOperation,
  alarmOperation,
  recallOperation,
  recipientsOperation,
] as const;

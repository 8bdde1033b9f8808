import { z } from 'zod';
import {
  checkForSchool,
  conditions,
  forecastStored,
  type ResidentForecast,
  type ResidentSchoolCheck,
  tellForecast,
  tellSchoolCheck,
} from '../../applications/public-health/immunization/index.ts';
import { chinaDay } from '../../kernel/index.ts';
import { scheduleOf } from '../immunization-schedule.ts';
import { type Context, operation } from './context.ts';

const needs = { right: 'record.read', purpose: 'PUBHLTH' } as const;
const aCondition = z.enum(Object.keys(conditions) as [keyof typeof conditions]);
const asked = {
  id: z.string().min(1).max(64),
  on: z.iso.date().optional().describe('Day to judge by; today where left out'),
  condition: z
    .union([aCondition.transform((one) => [one]), z.array(aCondition).max(20)])
    .default([])
    .describe('Contraindications that hold'),
};
const anAsked = z.object(asked);

/** Reads, judges, and enters the reading. */
async function look({ platform, subject, actor }: Context, input: z.output<typeof anAsked>, what: string) {
  const { id, on, condition } = input;
  const today = on ?? chinaDay(platform.clock.now());
  const contraindications = condition.map((one) => ({ condition: one }));
  const store = platform.store.as(subject.scope);
  const { found, read } = await forecastStored(store, subject.scope, scheduleOf(platform), {
    patient: id,
    today,
    contraindications,
  });
  const residents = new Set([id, ...read.flatMap(({ resident }) => resident ?? [])]);
  await platform.audit.record(
    actor,
    [...residents].map((resident) => ({
      action: 'read' as const,
      what,
      count: Math.max(1, read.filter((one) => one.resident === resident).length),
      resident,
      place: platform.settings.division,
    })),
  );
  return found;
}

/** GET /api/residents/:id/immunizations/forecast */
export const immunizationForecastOperation = operation({
  method: 'GET',
  path: '/residents/:id/immunizations/forecast',
  title: 'Doses of a resident that count, and those that are to be given, with the reasons',
  needs,
  input: anAsked,
  async run({ input, ...context }): Promise<ResidentForecast> {
    return tellForecast(input.id, await look(context, input, 'Immunization/$immds-forecast'), scheduleOf(context.platform));
  },
});

/** GET /api/residents/:id/immunizations/school-check */
export const schoolCheckOperation = operation({
  method: 'GET',
  path: '/residents/:id/immunizations/school-check',
  title: 'Check of the vaccination certificate at entry of a kindergarten or school: which doses are missing',
  needs,
  input: z.object({
    ...asked,
    level: z.enum(['kindergarten', 'primary-school', 'middle-school']),
    certificate: z.enum(['shown', 'none']).default('shown'),
  }),
  async run({ input, ...context }): Promise<ResidentSchoolCheck> {
    const found = await look(context, input, 'Immunization/school-check');
    return tellSchoolCheck(input.id, checkForSchool(found, input.level, input.certificate === 'shown'));
  },
});

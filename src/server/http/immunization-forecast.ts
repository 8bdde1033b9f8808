import type { FastifyInstance } from 'fastify';
import {
  type Contraindication,
  conditions,
  forecast,
  forecastStored,
  readChild,
  readDose,
  toImmds,
} from '../../applications/public-health/immunization/index.ts';
import { chinaDay, Problem } from '../../kernel/index.ts';
import { validateResource } from '../../standards/index.ts';
import { scheduleOf } from '../immunization-schedule.ts';
import type { Platform } from '../platform.ts';
import { auditReads } from './audit-reads.ts';
import { subjectOf } from './bearer-hook.ts';
import { send, wantsJson } from './fhir-reply.ts';
import { storeOf } from './fhir-store.ts';
import { OperationInput } from './operation-input.ts';

const MOST_DOSES = 500;
const SUMMARY = 'Which doses of a child count, and which are to be given when';

/**
 * `$immds-forecast`: of a child that is sent along, and of one that is stored. Beside the guide's parameters `contraindication` names
 * a condition. https://hl7.org/fhir/us/immds/OperationDefinition-ImmDSForecastOperation.html
 */
export function immunizationForecastRoutes(app: FastifyInstance, platform: Platform): void {
  app.post('/$immds-forecast', { schema: { summary: SUMMARY }, preHandler: wantsJson }, async (request, reply) => {
    const input = new OperationInput(request, ['assessmentDate', 'patient', 'immunization', 'observation', 'contraindication']);
    const patient = input.resource('patient', 'Patient');
    if (!patient) throw new Problem('parameter-invalid', 'patient is required', { at: 'patient' });
    const immunizations = input.resources('immunization', 'Immunization', MOST_DOSES);
    const observations = input.resources('observation', 'Observation', MOST_DOSES);
    for (const [resource, name] of [
      [patient, 'patient'] as const,
      ...immunizations.map((one) => [one, 'immunization'] as const),
    ]) {
      const fault = validateResource(resource, name);
      if (fault) throw fault;
    }
    const doses = immunizations.flatMap((one) => readDose(one) ?? []);
    const found = forecast(
      readChild(patient, observations),
      doses,
      contraindicationsIn(input),
      dayIn(input, platform),
      scheduleOf(platform),
    );
    return send(reply, JSON.stringify(toImmds(found, typeof patient['id'] === 'string' ? patient['id'] : undefined)));
  });

  app.route<{ Params: { id: string } }>({
    method: ['GET', 'POST'],
    url: '/Patient/:id/$immds-forecast',
    schema: { summary: SUMMARY },
    preHandler: wantsJson,
    handler: async (request, reply) => {
      const { id } = request.params;
      const input = new OperationInput(request, ['assessmentDate', 'contraindication']);
      const asked = { patient: id, today: dayIn(input, platform), contraindications: contraindicationsIn(input) };
      const { scope } = subjectOf(request);
      const { found, read } = await forecastStored(storeOf(platform, request), scope, scheduleOf(platform), asked);
      await auditReads(platform, request, [...read, patientShown(id)], `Patient/${id}/$immds-forecast`);
      return send(reply, JSON.stringify(toImmds(found, id)));
    },
  });
}

const patientShown = (id: string) => ({ type: 'Patient', id, resident: id, body: undefined });

/** The day it is asked about; today where left out. @throws Problem parameter-invalid */
function dayIn(input: OperationInput, { clock }: Platform): string {
  const day = input.text('assessmentDate') ?? chinaDay(clock.now());
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day))
    throw new Problem('parameter-invalid', 'assessmentDate is a day, YYYY-MM-DD', { at: 'assessmentDate' });
  return day;
}

/** @throws Problem parameter-invalid */
const contraindicationsIn = (input: OperationInput): Contraindication[] =>
  input.texts('contraindication').map((condition) => {
    if (!Object.hasOwn(conditions, condition))
      throw new Problem('parameter-invalid', `contraindication is one of ${Object.keys(conditions).join(', ')}`, {
        at: 'contraindication',
      });
    return { condition };
  });

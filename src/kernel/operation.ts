import type { z } from 'zod';

/** v3 ActReason codes of the purposes known so far. */
export type Purpose = 'TREAT' | 'PUBHLTH' | 'HPAYMT' | 'HOPERAT' | 'HSYSADMIN';

/** What a role may do. Kept as one list, so that a misspelt right does not compile. */
export const rights = [
  'resident.read',
  'resident.reveal',
  'resident.write',
  'event.write',
  'record.read',
  'record.write',
  'record.fetch',
  'record.export',
  'matching.review',
  'programme.read',
  'programme.write',
  'programme.restricted',
  'disease.report',
  'disease.read',
  'disease.review',
  'surveillance.read',
  'vaccination.read',
  'vaccination.write',
  'vaccination.stock',
  'adverse-event.review',
  'cold-chain.write',
  'definition.read',
  'definition.write',
  'statistics.read',
  'directory.read',
  'network.read',
  'network.operate',
  'directory.write',
  'jobs.read',
  'jobs.operate',
  'audit.read',
  'view.materialize',
] as const;
export type Right = (typeof rights)[number];

/**
 * An operation declared as data. The server derives the route, the check of input and right, the audit entry and the
 * API description from it, so no handler can forget one of them. `run` returns its answer and never touches the reply.
 */
export interface Operation<Input extends z.ZodType, Context, Output> {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Fastify path below /api, with `:name` for parameters that the input schema also declares. */
  readonly path: string;
  readonly title: string;
  readonly needs: { readonly right: Right | 'none'; readonly purpose: Purpose };
  /** Path, query and body parameters in one object. */
  readonly input: Input;
  run(context: Context & { readonly input: z.output<Input> }): Promise<Output>;
}

/** Keeps the types of a declaration; does nothing else. */
export const declareOperation = <Input extends z.ZodType, Context, Output>(declared: Operation<Input, Context, Output>) =>
  declared;

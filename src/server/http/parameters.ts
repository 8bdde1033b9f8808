import type { FastifyRequest } from 'fastify';

/** Query parameters in their order, repeats kept. */
export const parametersOf = ({ url }: FastifyRequest): [string, string][] => [...new URL(url, 'http://platform').searchParams];

import type { FastifyRequest } from 'fastify';
import type { ScopedStore } from '../../store/index.ts';
import type { Platform } from '../platform.ts';
import { subjectOf } from './bearer-hook.ts';
import { insideBundle } from './inside-bundle.ts';

/** The store as the caller sees it; inside a transaction, as that one has left it. */
export const storeOf = (platform: Platform, request: FastifyRequest): ScopedStore =>
  insideBundle()?.store ?? platform.store.as(subjectOf(request).scope);

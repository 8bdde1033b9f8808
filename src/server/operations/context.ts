import type { z } from 'zod';
import { declareOperation, type Operation } from '../../kernel/index.ts';
import type { Subject } from '../../security/access/index.ts';
import type { Actor } from '../../security/audit/index.ts';
import type { Platform } from '../platform.ts';

/** What an operation gets beside its input. */
export interface Context {
  readonly platform: Platform;
  readonly subject: Subject;
  readonly actor: Actor;
}

/** Declares an operation of the platform. */
export const operation = <Input extends z.ZodType, Output>(declared: Operation<Input, Context, Output>) =>
  declareOperation(declared);

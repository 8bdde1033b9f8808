import { Problem } from '../../../kernel/index.ts';
import { builtInModel, type Matcher, type Model, openMatcher, parseModel } from '../../../matching/index.ts';
import type { Sql } from '../../../store/index.ts';

/** A model with its version; 0 is the one that comes with the program. */
export interface ModelInForce {
  readonly version: number;
  readonly model: Model;
  readonly matcher: Matcher;
}

export interface Models {
  current(): ModelInForce;
  /** Looks whether another one has been put in force. */
  refresh(): Promise<void>;
}

/** The model that registrations are decided by: the last one that was put in force here, else the built-in one. */
export async function openModels(sql: Sql): Promise<Models> {
  const builtIn = builtInModel();
  let current: ModelInForce = { version: 0, model: builtIn, matcher: openMatcher(builtIn) };
  const refresh = async () => {
    const [row] = await sql<{ version: number }[]>`
      select version from population.matching_model where in_force <= now() and (until is null or until > now())
       order by in_force desc, version desc limit 1`;
    const version = row?.version ?? 0;
    if (version === current.version) return;
    const model = version === 0 ? builtIn : await readModel(sql, version);
    current = { version, model, matcher: openMatcher(model) };
  };
  await refresh();
  return { current: () => current, refresh };
}

async function readModel(sql: Sql, version: number): Promise<Model> {
  const [row] = await sql<{ model: string }[]>`select model from population.matching_model where version = ${version}`;
  const model = parseModel(JSON.parse(row?.model ?? 'null'));
  if (model instanceof Problem) throw new Error(`matching model ${version}: ${model.at ?? ''} ${model.message}`);
  return model;
}

import { open } from 'node:fs/promises';
import type { Resource } from '../../src/fhir/index.ts';
import { type Database, databases } from '../../src/store/index.ts';

/** The same bodies through the same driver into a table with nothing but a key. @returns resources a second */
export async function bareInsert(sql: Database['sql'], sample: readonly Resource[]): Promise<number> {
  await sql`create table bare (type text, id text, shard bigint, body text, primary key (type, id, shard))`;
  const rows = sample.map((resource, index) => ({ type: resource.resourceType, id: `${index}`, body: JSON.stringify(resource) }));
  const began = performance.now();
  const batches = Array.from({ length: Math.ceil(rows.length / 300) }, (_, index) => rows.slice(index * 300, index * 300 + 300));
  await Promise.all(
    [0, 1, 2, 3].map(async () => {
      for (let batch = batches.pop(); batch; batch = batches.pop())
        await sql`
          insert into bare select type, id, 1, body
            from unnest(${batch.map(({ type }) => type)}::text[], ${batch.map(({ id }) => id)}::text[], ${batch.map(({ body }) => body)}::text[]) as given (type, id, body)`;
    }),
  );
  const perSecond = (rows.length * 1000) / (performance.now() - began);
  await sql`drop table bare`;
  return perSecond;
}

/** All bodies by a cursor, to nowhere. @returns resources a second */
export async function bareCursor(sql: Database['sql']): Promise<number> {
  const nowhere = await open('/dev/null', 'w');
  let rows = 0;
  const began = performance.now();
  for (const name of databases)
    for await (const page of sql<{ body: string }[]>`select body from ${sql(name)}.resource where not deleted`.cursor(2000)) {
      await nowhere.write(page.map(({ body }) => body).join('\n'));
      rows += page.length;
    }
  const perSecond = (rows * 1000) / (performance.now() - began);
  await nowhere.close();
  return perSecond;
}

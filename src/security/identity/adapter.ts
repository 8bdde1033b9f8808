import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Sql } from '../../store/index.ts';

/** Keeps the provider's working data in Postgres, so that a restart signs nobody out. */
export function postgresAdapter(sql: Sql): new (kind: string) => Adapter {
  return class implements Adapter {
    readonly #kind: string;

    constructor(kind: string) {
      this.#kind = kind;
    }

    async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
      const expiresAt = expiresIn ? new Date(Date.now() + expiresIn * 1000) : null;
      await sql`
        insert into identity.session_state (kind, id, payload, grant_id, uid, expires_at)
        values (${this.#kind}, ${id}, ${JSON.stringify(payload)}::text::jsonb, ${payload.grantId ?? null}, ${payload.uid ?? null}, ${expiresAt})
            on conflict (kind, id) do update
           set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at`;
    }

    async find(id: string): Promise<AdapterPayload | undefined> {
      // callers give it; no text of the database has a NUL
      if (id.includes('\u0000')) return undefined;
      if (this.#kind === 'Client') {
        const [client] = await sql<{ metadata: AdapterPayload }[]>`select metadata from identity.client where client_id = ${id}`;
        return client?.metadata;
      }
      return this.#one(
        await sql`select payload, consumed_at from identity.session_state
        where kind = ${this.#kind} and id = ${id} and (expires_at is null or expires_at > now())`,
      );
    }

    async findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return this.#one(
        await sql`select payload, consumed_at from identity.session_state
        where kind = ${this.#kind} and uid = ${uid} and (expires_at is null or expires_at > now())`,
      );
    }

    /** The device flow, which knows user codes, is not enabled. */
    async findByUserCode(): Promise<undefined> {
      return undefined;
    }

    async destroy(id: string): Promise<void> {
      await sql`delete from identity.session_state where kind = ${this.#kind} and id = ${id}`;
    }

    async revokeByGrantId(grantId: string): Promise<void> {
      await sql`delete from identity.session_state where grant_id = ${grantId}`;
    }

    async consume(id: string): Promise<void> {
      await sql`update identity.session_state set consumed_at = now() where kind = ${this.#kind} and id = ${id}`;
    }

    #one([row]: readonly { payload?: AdapterPayload; consumed_at?: Date | null }[]): AdapterPayload | undefined {
      if (!row?.payload) return undefined;
      return row.consumed_at ? { ...row.payload, consumed: Math.floor(row.consumed_at.getTime() / 1000) } : row.payload;
    }
  };
}

/** Removes what has expired and failures that no longer count; called now and then. */
export async function removeExpired(sql: Sql): Promise<void> {
  await sql`delete from identity.session_state where expires_at < now()`;
  await sql`delete from identity.failed_sign_in where at < now() - interval '1 day'`;
}

import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import type { Sql } from '../../store/index.ts';
import { newSigningKey } from '../crypto/index.ts';

/** Keys of a platform's OpenID provider and of its sealed addresses; made once, kept in its database. */
export interface Secrets {
  /** Private JWK that signs access and id tokens. */
  readonly tokenKey: JWK;
  readonly tokenPublicKey: JWK;
  /** Sign the provider's cookies; the first is used, the others are still accepted. */
  readonly cookieKeys: readonly string[];
  /** 32 bytes. */
  readonly sealKey: Uint8Array;
}

export async function loadSecrets(sql: Sql, division: string): Promise<Secrets> {
  const key = await keep(sql, 'token-key', async () => newSigningKey(`${division}-token`));
  const cookies = await keep(sql, 'cookie-keys', async () => [randomBytes(32).toString('base64url')]);
  const sealing = await keep(sql, 'seal-key', async () => randomBytes(32).toString('base64url'));
  return {
    tokenKey: key.privateJwk,
    tokenPublicKey: key.publicJwk,
    cookieKeys: cookies,
    sealKey: Buffer.from(sealing, 'base64url'),
  };
}

/** What is there wins: of two starters, both get what the first one kept. */
async function keep<Content>(sql: Sql, name: string, make: () => Promise<Content>): Promise<Content> {
  const find = () => sql<{ content: Content }[]>`select content from identity.secret where name = ${name}`;
  const [known] = await find();
  if (known) return known.content;
  await sql`insert into identity.secret (name, content) values (${name}, ${JSON.stringify(await make())}::text::jsonb) on conflict do nothing`;
  const [kept] = await find();
  if (!kept) throw new Error(`secret ${name} was not kept`);
  return kept.content;
}

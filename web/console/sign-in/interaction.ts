import type { SignInPage } from '../../../src/security/identity/contract.ts';
import { Failure } from '../../ui/failure.ts';
import { toFailure } from '../app/refusal.ts';

/** What the page shows before anyone is known; throws `Failure`, 404 where the interaction has expired. */
export function findDetail(uid: string): Promise<SignInPage> {
  return ask(`/sign-in/${encodeURIComponent(uid)}/detail`);
}

/** Answers the provider's question; returns where it wants the browser to go next. */
export async function signInAs(uid: string, account: { username: string; password: string }): Promise<string> {
  const headers = { 'Content-Type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(account) };
  const { redirectTo } = await ask<{ readonly redirectTo: string }>(`/sign-in/${encodeURIComponent(uid)}`, init);
  return redirectTo;
}

async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const headers = { Accept: 'application/json', ...init.headers };
  const response = await fetch(path, { ...init, headers }).catch(() => {
    throw new Failure({ status: 0, code: 'unreachable', titles: { zh: '平台没有应答', en: 'The platform does not answer' } });
  });
  if (!response.ok) throw await toFailure(response);
  return response.json();
}

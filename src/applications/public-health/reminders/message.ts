import { createHmac } from 'node:crypto';
import type { Bilingual } from '../../../kernel/index.ts';
import type { Programme } from '../../../programmes/index.ts';

/** A thing to do as a message tells it. */
export interface Told {
  /** YYYY-MM-DD. */
  readonly by: string;
  /** What may be said of it; undefined where nothing may. */
  readonly name: Bilingual | undefined;
}

/**
 * How a message may call something that is due: only as its rule says, and never where the programme is restricted. A diagnosis
 * is a name, too: what is not allowed is called a health service.
 */
export function nameInMessage(programme: Programme | undefined, activity: string): Bilingual | undefined {
  if (!programme || programme.restricted) return undefined;
  const found = programme.activities.find(({ code }) => code === activity);
  if (!found?.remindNamed) return undefined;
  const { title } = programme;
  return { zh: `${title.zh}（${found.title.zh}）`, en: `${title.en} (${found.title.en})` };
}

/** What is said to a resident: nobody's name, no number, no diagnosis. */
export function messageText(items: readonly Told[]): Bilingual {
  const by = items.map((one) => one.by).sort()[0] ?? '';
  const named = [...new Map(items.flatMap(({ name }) => (name ? [[name.zh, name] as const] : []))).values()];
  const isMore = items.some(({ name }) => !name);
  const other =
    named.length > 0 ? { zh: '其他健康服务', en: 'another health service' } : { zh: '健康服务', en: 'a health service' };
  const all = [...named, ...(isMore ? [other] : [])];
  return {
    zh: `【健康提醒】您或您的家人有待完成的${all.map(({ zh }) => zh).join('、')}，请最迟于${by}联系为您服务的医疗卫生机构。已完成请忽略。`,
    en: `[Health reminder] You or a member of your family are due for ${all.map(({ en }) => en).join(', ')}. Please contact the health institution that looks after you by ${by}. Please ignore this if it was done.`,
  };
}

/**
 * What tells the gateway that two messages are the same one, so that a repeat is not sent twice; tells it nothing of the resident.
 * @param key of the gateway
 */
export const messageId = (key: string, resident: string, items: readonly object[]): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([resident, ...items]))
    .digest('base64url');

/** Signature over the time and the body, as `t=SECONDS,v1=HEX`: a repeat of an old one is known by its time. */
export function signMessage(key: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`;
}

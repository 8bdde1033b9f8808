import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ContactFormView, ContactRecorded, DuePage, ResidentProgrammes } from '../../src/programmes/contract.ts';
import type { Caller } from '../support/network.ts';
import { aBloodPressure, aPerson, post, register } from '../support/people.ts';
import { type ConsoleNetwork, openConsoles } from './console.ts';

const GULOU = '350102';
const LIST = '/due?programme=hypertension&activity=follow-up';
let network: ConsoleNetwork;
let doctor: Caller;
let page: Page;
let [first, second] = ['', ''];
beforeAll(async () => {
  network = await openConsoles(GULOU);
  doctor = await network.at(GULOU).as('doctor');
  first = await anEnrolled('林早起', '2026-03-01');
  second = await anEnrolled('陈随后', '2026-03-02');
  await vi.waitFor(
    async () => {
      const list: DuePage = (await doctor.api('due?programme=hypertension&activity=follow-up')).body;
      expect(list.items.map(({ resident }) => resident)).toEqual([first, second]);
    },
    { timeout: 30_000, interval: 200 },
  );
  page = await network.visitAs('doctor', GULOU, LIST);
}, 240_000);
afterAll(() => network[Symbol.asyncDispose]());

async function anEnrolled(name: string, on: string): Promise<string> {
  const id = await register(network.at(GULOU), aPerson({ name, birthDate: '1968-04-05' }));
  await register(network.at(GULOU), aBloodPressure(id, '146', '2026-02-20'));
  await doctor.api(`residents/${id}/enrolments`, post({ programme: 'hypertension', on }));
  return id;
}

const focused = () =>
  page.evaluate<string>(
    'document.activeElement.closest(".data-field")?.querySelector("label")?.textContent ?? document.activeElement.textContent',
  );
const press = async (...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
/** Goes on with Enter, past what is left empty, until the focus is where it is meant to be. */
async function goTo(label: string): Promise<void> {
  for (let step = 0; step < 40; step++) {
    if ((await focused()).startsWith(label)) return;
    await press('Enter');
  }
  throw new Error(`${label} is not reached by Enter, but ${await focused()}`);
}
async function type(label: string, text: string): Promise<void> {
  await goTo(label);
  await page.keyboard.type(text);
  await press('Enter');
}

test('the list says what is overdue, and Enter on a row opens its form', async () => {
  const rows = page.locator('[data-row]');
  await rows.first().waitFor();
  expect(await rows.first().innerText()).toMatch(/逾期[\s\S]*林早起/);
  expect(await page.getByRole('button', { name: /^逾期\s*2/ }).count()).toBe(1);

  await rows.first().focus();
  await press('ArrowDown', 'ArrowUp', 'Enter');

  await page
    .getByText(/^林早起，女，58岁/)
    .first()
    .waitFor();
  await vi.waitFor(async () => expect(await focused()).toMatch(/^随访方式/), { timeout: 10_000 });
});

test('a form is filled in by keys alone, asks only what follows, takes the last value, and proposes the referral', async () => {
  await press('1', 'Enter');
  await goTo('高血压随访症状');
  // 1 and 0 are the tenth choice, whose words are then asked for
  await press('2', '1', '0', 'Enter');
  await type('其他症状', '失眠');
  await goTo('收缩压');
  expect(await page.getByText(/^上次 146 mmHg（2026-02-20/).count()).toBe(1);
  await press('F2');
  expect(await page.getByLabel(/^收缩压/).inputValue()).toBe('146');
  await page.getByLabel(/^收缩压/).fill('186');
  await press('Enter');
  await type('舒张压', '96');
  await type('体重', '70');
  await type('身高', '165');
  expect(await page.locator('.data-worked').filter({ hasText: '体质指数' }).innerText()).toContain('25.7');
  await goTo('服药依从性');
  await press('1', 'Enter');
  await goTo('药物不良反应');
  await press('0', 'Enter');
  expect(await page.getByLabel(/^药物不良反应描述/).count()).toBe(0);
  await goTo('此次随访分类');
  await press('2', 'Enter');

  await goTo('填写转诊');
  await press('Enter');
  await goTo('转诊原因');

  expect(await page.getByText('已填写转诊').count()).toBe(1);
});

test('what is saved says when the next is due, and the next of the list opens by itself', async () => {
  await page.keyboard.type('血压过高');
  await press('Enter');
  await type('转入', '福建省立医院');
  await goTo('保存');
  await press('Enter');
  const today = await page.locator('input[id$="-on"]').inputValue();

  await page
    .getByText(/^陈随后，女/)
    .first()
    .waitFor();

  const by = new Date(Date.parse(today) + 14 * 86_400_000).toISOString().slice(0, 10);
  const notice = page.getByRole('status').filter({ hasText: '已保存：林早起' });
  expect(await notice.innerText()).toContain(`${today} 至 ${by}`);
  expect(await notice.innerText()).toContain('紧急转诊');
  const view: ResidentProgrammes = await vi.waitFor(
    async () => {
      const { body }: { body: ResidentProgrammes } = await doctor.api(`residents/${first}/programmes`);
      expect(body.contacts).toHaveLength(1);
      return body;
    },
    { timeout: 30_000, interval: 200 },
  );
  expect(view.contacts[0]?.answers).toMatchObject({ systolic: 186, bodyMassIndex: 25.7, referred: true, adverseReaction: false });
  const due = view.standings.find(({ programme }) => programme === 'hypertension')?.due;
  expect(due).toEqual(expect.arrayContaining([expect.objectContaining({ activity: 'follow-up', from: today, by })]));
});

test('what cannot be leads to its field, and what is unusual is asked about', async () => {
  await goTo('收缩压');
  await page.keyboard.type('1860');
  await press('Enter');
  await page.getByText('应在').first().waitFor();
  await page.getByRole('button', { name: '保存（回车）' }).press('Enter');
  const alert = page.getByRole('alert').filter({ hasText: '需要改正' });
  await alert.waitFor();

  await alert.getByRole('link', { name: '收缩压' }).press('Enter');

  expect(await focused()).toMatch(/^收缩压/);
});

test('the tab of the resident has the classification in words, the next day, and corrects a contact', async () => {
  await page.goto(`/residents/${first}?tab=programmes`);
  const standing = page.getByRole('region', { name: '高血压患者健康管理', exact: true });
  await standing.getByText('3 级').waitFor();
  expect(await standing.innerText()).toMatch(/应办[\s\S]*随访/);
  const table = page.getByRole('table', { name: /历次服务对比/ });
  expect(await table.getByRole('row', { name: /^收缩压/ }).innerText()).toContain('186 mmHg');

  await page.getByRole('link', { name: /^更正/ }).first().press('Enter');
  await page.getByRole('heading', { level: 1, name: /^更正/ }).waitFor();
  await page.getByRole('button', { name: '作废此次记录' }).press('Enter');
  await page.getByRole('button', { name: '作废', exact: true }).press('Enter');

  await page.getByText('还没有服务记录').waitFor({ timeout: 30_000 });
});

describe('where there is no network', () => {
  let village: Page;
  let people: readonly string[] = [];
  const names = ['丁离线', '戊离线', '己离线'];
  const row = (name: string) => village.locator('[data-row]').filter({ hasText: name });
  const pill = () => village.locator('.state-pill').innerText();
  const contactsOf = async (id = ''): Promise<readonly string[]> => {
    const path = `residents/${id}/contact-form?programme=hypertension&activity=follow-up`;
    const { basis }: ContactFormView = (await doctor.api(path)).body;
    return basis.contacts;
  };
  const answers = {
    ...{ contactMode: '1', hypertensionSymptoms: '1', systolic: 128, diastolic: 78, weight: 60, height: 160 },
    ...{ medicationAdherence: '1', adverseReaction: false, followUpResult: '1' },
  };

  const leave = async () => {
    await village.getByRole('button', { name: /^账户/ }).press('Enter');
    await village.getByRole('menuitem', { name: '退出登录' }).click();
  };

  /** By keys alone: what a visit asks for, with this pressure. */
  async function fillIn(name: string, systolic: string): Promise<void> {
    await village
      .getByText(new RegExp(`^${name}，女`))
      .first()
      .waitFor();
    await vi.waitFor(async () => expect(await focused()).toMatch(/^随访方式/), { timeout: 10_000 });
    await press('2', 'Enter');
    await goTo('高血压随访症状');
    await press('1', 'Enter');
    await type('收缩压', systolic);
    await type('舒张压', '84');
    await type('体重', '70');
    await type('身高', '165');
    await goTo('服药依从性');
    await press('1', 'Enter');
    await goTo('药物不良反应');
    await press('0', 'Enter');
    await goTo('此次随访分类');
    await press('1', 'Enter');
    await goTo('保存');
    await press('Enter');
  }

  beforeAll(async () => {
    people = [];
    for (const [at, name] of names.entries()) people = [...people, await anEnrolled(name, `2026-02-0${at + 1}`)];
    village = await network.visitAs('village', GULOU, LIST, { isInstalled: true });
    page = village;
    await vi.waitFor(
      async () => {
        await village.reload();
        await row('己离线').waitFor({ timeout: 5000 });
      },
      { timeout: 60_000, interval: 500 },
    );
  }, 120_000);

  test('the due list and its forms are taken along, and lie in the browser encrypted', async () => {
    await village.getByRole('button', { name: '带走（离线办理）' }).press('Enter');
    await village.getByRole('dialog').getByRole('button', { name: '带走', exact: true }).press('Enter');
    await village.getByText(/^已带走 \d+ 项待办/).waitFor();
    await vi.waitFor(async () => expect(await village.evaluate('navigator.serviceWorker.controller !== null')).toBe(true), {
      timeout: 20_000,
      interval: 100,
    });

    const kept = await village.evaluate<string>(`(async () => {
      const database = await new Promise((done) => {
        const opening = indexedDB.open('minkang-offline');
        opening.onsuccess = () => done(opening.result);
      });
      const texts = [];
      const show = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder().decode(value)
        : value instanceof CryptoKey ? 'key ' + value.extractable
        : typeof value === 'object' && value !== null ? Object.values(value).map(show).join(' ') : String(value);
      for (const name of database.objectStoreNames) {
        const all = await new Promise((done) => {
          const asking = database.transaction(name).objectStore(name).getAll();
          asking.onsuccess = () => done(asking.result);
        });
        texts.push(...all.map(show));
      }
      const manifest = await (await fetch('/manifest.webmanifest')).json();
      texts.push(...(await Promise.all(manifest.icons.map(async ({ src }) => src + ' ' + (await fetch(src)).ok))));
      for (const name of await caches.keys()) texts.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));
      return texts.join(' ');
    })()`);

    expect(kept).toContain('key false');
    expect(kept).toContain('/icon-512.png true');
    expect(kept).not.toContain('离线');
    for (const secret of ['village', 'hypertension', ...people]) expect(kept).not.toContain(secret);
    expect(kept).not.toMatch(/\/(?:api|fhir)\//);
  });

  test('after a reload without network the list stands, and two visits are recorded by keys', async () => {
    await village.context().setOffline(true);
    await village.reload();
    await row('丁离线').waitFor();
    expect(await pill()).toMatch(/^离线工作，0 项待发送/);

    await row('丁离线').focus();
    await press('Enter');
    await fillIn('丁离线', '132');
    await village.getByRole('status').filter({ hasText: '已保存在本机，尚未发送：丁离线' }).waitFor();
    await fillIn('戊离线', '161');
    await village.getByRole('status').filter({ hasText: '已保存在本机，尚未发送：戊离线' }).waitFor();

    expect(await pill()).toMatch(/^离线工作，2 项待发送/);
    await village.goto(LIST);
    await row('己离线').waitFor();
    expect(await row('丁离线').count()).toBe(0);
  });

  test('what cannot be is refused as it is with network', async () => {
    await row('己离线').focus();
    await press('Enter');
    await village
      .getByText(/^己离线，女/)
      .first()
      .waitFor();
    await vi.waitFor(async () => expect(await focused()).toMatch(/^随访方式/), { timeout: 10_000 });
    await type('收缩压', '1860');
    await village.getByRole('button', { name: '保存（回车）' }).press('Enter');

    const alert = village.getByRole('alert').filter({ hasText: '需要改正' });
    await alert.waitFor();

    expect(await alert.innerText()).toMatch(/收缩压[\s\S]*舒张压/);
    expect(await pill()).toMatch(/^离线工作，2 项待发送/);
  });

  test('once the network is back it is sent; what somebody else recorded meanwhile is left to a person', async () => {
    const [first, second] = people;
    const theirs: ContactRecorded = (
      await doctor.api(
        `residents/${second}/contacts`,
        post({ programme: 'hypertension', activity: 'follow-up', on: '2026-03-05', values: answers }),
      )
    ).body;
    await village.context().setOffline(false);
    await village.getByRole('button', { name: '重新登录' }).click({ timeout: 30_000 });
    await vi.waitFor(async () => expect(await pill()).toMatch(/^1 项需要您决定/), { timeout: 30_000, interval: 200 });
    expect(await contactsOf(first)).toHaveLength(1);
    expect(await contactsOf(second)).toEqual([`${theirs.id}/1`]);

    await village.goto('/offline');
    await village.locator('[data-row]').filter({ hasText: '冲突，待决定' }).press('Enter');
    const drawer = village.getByRole('dialog');
    await drawer.getByText('他人已记录此项服务，或已更正').waitFor();
    const line = drawer.getByRole('row').filter({ hasText: '收缩压' });
    expect(await line.innerText()).toMatch(/146 mmHg[\s\S]*161 mmHg[\s\S]*128 mmHg[\s\S]*不同/);
    await drawer.getByRole('button', { name: '仍作为另一次服务记录' }).press('Enter');

    await vi.waitFor(async () => expect(await contactsOf(second)).toHaveLength(2), { timeout: 30_000, interval: 200 });
    await vi.waitFor(async () => expect(await pill()).toMatch(/^已连接/), { timeout: 15_000, interval: 200 });
  });

  test('a form whose answer is lost is sent again, and written once', async () => {
    const [, , third] = people;
    await village.goto(`/residents/${third}/contact?programme=hypertension&activity=follow-up`);
    let lost = 0;
    await village.route('**/contacts', async (route) => {
      await route.fetch();
      lost++;
      await route.abort();
    });
    await village
      .getByText(/^己离线，女/)
      .first()
      .waitFor();
    // what was typed without network is there still
    await village.getByText('这是您之前未提交的草稿').waitFor();
    expect(await village.getByLabel(/^收缩压/).inputValue()).toBe('1860');
    await village.getByRole('button', { name: '放弃草稿' }).press('Enter');
    await village.locator('.contact fieldset:nth-of-type(2) input').first().focus();
    await fillIn('己离线', '138');
    await village.getByRole('status').filter({ hasText: '已保存在本机，尚未发送：己离线' }).waitFor();
    expect(lost).toBeGreaterThan(0);
    expect(await contactsOf(third)).toHaveLength(1);

    await leave();
    await village.getByRole('dialog').getByText('还有 1 项记录没有发送').last().waitFor();
    await village.getByRole('dialog').getByRole('button', { name: '取消' }).press('Enter');
    await village.unroute('**/contacts');
    await village.goto('/offline');

    await vi.waitFor(async () => expect(await pill()).toMatch(/^已连接/), { timeout: 45_000, interval: 200 });
    expect(await contactsOf(third)).toHaveLength(1);
  });

  test('whoever signs out leaves nothing behind', async () => {
    await leave();
    await village.getByLabel('用户名').waitFor();

    const left = await village.evaluate(`new Promise((done) => {
      const opening = indexedDB.open('minkang-offline');
      opening.onsuccess = () => {
        const names = [...opening.result.objectStoreNames];
        const reading = opening.result.transaction(names);
        const counts = names.map((name) => reading.objectStore(name).count());
        reading.oncomplete = () => done(counts.map(({ result }) => result));
      };
    })`);

    expect(left).toEqual([0, 0, 0, 0]);
    expect(await village.evaluate('localStorage.getItem("minkang.offline")')).toBeNull();
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBatch, aScope, aTransaction, idsFound, post, put, remove, send, storeForTests, type TestStore } from '../testing.ts';
import { aPractitioner, idIn, isThere, of, readBody, statusesOf } from './testing.ts';

let here: TestStore;
beforeAll(async () => {
  here = await storeForTests();
});
afterAll(() => here[Symbol.asyncDispose]());

describe('a condition', () => {
  test('makes what is not there, and finds what is', async () => {
    const bundle = () => aTransaction(post(aPractitioner('cond'), { ifNoneExist: 'identifier=urn:staff|cond' }));

    const [first] = await send(here.all, bundle());
    const [second] = await send(here.all, bundle());

    expect(first?.response.status).toBe('201');
    expect(second?.response).toMatchObject({ status: '200', location: `Practitioner/${idIn(first)}/_history/1`, etag: 'W/"1"' });
  });

  test('given twice in a bundle makes one resource, to which both names lead', async () => {
    const twice = (fullUrl: string) => post(aPractitioner('twice'), { fullUrl, ifNoneExist: 'identifier=urn:staff|twice' });

    for (const bundle of [aTransaction, aBatch]) {
      const entries = await send(here.all, bundle(twice('urn:uuid:a'), twice('urn:uuid:b')));
      expect(statusesOf(entries)[1]).toBe('200');
      expect(idIn(entries[0])).toBe(idIn(entries[1]));
    }

    expect(await idsFound(here.all, 'Practitioner', 'identifier=urn:staff|twice')).toHaveLength(1);
  });

  test('that matches several is refused with its place', async () => {
    await send(here.all, aTransaction(post(aPractitioner('same')), post(aPractitioner('same'))));

    const refused = [
      [post(aPractitioner('same'), { ifNoneExist: 'identifier=urn:staff|same' }), 'Bundle.entry[0].request'],
      [
        { resource: aPractitioner('same'), request: { method: 'PUT', url: 'Practitioner?identifier=urn:staff|same' } },
        'Bundle.entry[0].request',
      ],
      [remove('Practitioner?identifier=urn:staff|same'), 'Bundle.entry[0].request'],
      [
        post(of('Patient/1', { performer: [{ reference: 'Practitioner?identifier=urn:staff|same' }] })),
        'Bundle.entry[0].resource.performer[0]',
      ],
    ] as const;

    for (const [entry, at] of refused)
      await expect(here.all.bundle({ bundle: aTransaction(entry) })).rejects.toMatchObject({ code: 'reference-ambiguous', at });
    expect(await idsFound(here.all, 'Practitioner', 'identifier=urn:staff|same')).toHaveLength(2);
  });

  test('as a reference leads to what is stored', async () => {
    const [made] = await send(here.all, aTransaction(post(aPractitioner('known'))));

    const [entry] = await send(
      here.all,
      aTransaction(post(of('Patient/1', { performer: [{ reference: 'Practitioner?identifier=urn:staff|known' }] }))),
    );

    expect(await readBody(here, 'Observation', idIn(entry))).toMatchObject({
      performer: [{ reference: `Practitioner/${idIn(made)}` }],
    });
  });

  test('as a reference leads to what the bundle itself makes', async () => {
    const [entry, made] = await send(
      here.all,
      aTransaction(
        post(of('Patient/1', { performer: [{ reference: 'Practitioner?identifier=urn:staff|fresh' }] })),
        post(aPractitioner('fresh')),
      ),
    );

    expect(await readBody(here, 'Observation', idIn(entry))).toMatchObject({
      performer: [{ reference: `Practitioner/${idIn(made)}` }],
    });
  });

  test('as a reference that leads nowhere is refused with its place', async () => {
    const bundle = aTransaction(post(of('Patient?identifier=urn:nobody|1')));

    await expect(here.all.bundle({ bundle })).rejects.toMatchObject({
      code: 'reference-unresolved',
      at: 'Bundle.entry[0].resource.subject',
    });
  });

  test('of an update writes over what matches, or makes it', async () => {
    const update = (rest: object = {}) => ({
      resource: { ...aPractitioner('upd'), ...rest },
      request: { method: 'PUT', url: 'Practitioner?identifier=urn:staff|upd' },
    });

    const [made] = await send(here.all, aTransaction(update()));
    const [updated] = await send(here.all, aTransaction(update({ active: true })));

    expect(statusesOf([made, updated].flatMap((entry) => entry ?? []))).toEqual(['201', '200']);
    expect(await readBody(here, 'Practitioner', idIn(made))).toMatchObject({ active: true, meta: { versionId: '2' } });
    await expect(here.all.bundle({ bundle: aTransaction(update({ id: 'another' })) })).rejects.toMatchObject({
      code: 'input-invalid',
      at: 'Bundle.entry[0].resource.id',
    });
  });

  test('of an update that matches nothing keeps the id that it brings', async () => {
    await send(
      here.all,
      aTransaction({
        resource: { ...aPractitioner('own-id'), id: 'own-id' },
        request: { method: 'PUT', url: 'Practitioner?identifier=urn:staff|own-id' },
      }),
    );

    expect(await isThere(here, 'Practitioner', 'own-id')).toBe(true);
  });

  test('of a deletion takes what matches, and nothing where nothing does', async () => {
    await send(here.all, aTransaction(put({ ...aPractitioner('del'), id: 'del' })));

    const first = await send(here.all, aTransaction(remove('Practitioner?identifier=urn:staff|del')));
    const second = await send(here.all, aTransaction(remove('Practitioner?identifier=urn:staff|del')));

    expect(statusesOf([...first, ...second])).toEqual(['204', '204']);
    expect(await isThere(here, 'Practitioner', 'del')).toBe(false);
  });

  test('with a star for a value means a star', async () => {
    await send(here.all, aTransaction(put({ ...aPractitioner('starred'), id: 'starred' })));

    await send(
      here.all,
      aTransaction(remove('Practitioner?identifier=urn:staff|*'), remove('Practitioner?identifier=*|starred')),
    );

    expect(await isThere(here, 'Practitioner', 'starred')).toBe(true);
  });

  test('needs the right to search', async () => {
    const blind = here.store.as(aScope({ allows: (_type, interaction) => interaction !== 's' }));
    const bundle = aTransaction(post(aPractitioner('blind'), { ifNoneExist: 'identifier=urn:staff|blind' }));

    await expect(blind.bundle({ bundle })).rejects.toMatchObject({ code: 'right-missing' });
  });
});

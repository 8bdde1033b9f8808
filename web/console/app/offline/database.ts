/** Where what is taken along and what is queued lies in the browser: one database, each value sealed (seal.ts). */

const NAME = 'minkang-offline';
const VERSION = 1;

export type StoreName = 'accounts' | 'taken' | 'queue' | 'drafts';

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((done, fail) => {
    const opening = indexedDB.open(NAME, VERSION);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('accounts', { keyPath: 'account' });
      for (const name of ['taken', 'queue', 'drafts'])
        opening.result.createObjectStore(name, { keyPath: 'id' }).createIndex('account', 'account');
    };
    opening.onsuccess = () => {
      // another tab with a newer console may change the shape
      opening.result.onversionchange = () => {
        opening.result.close();
        opened = undefined;
      };
      done(opening.result);
    };
    opening.onerror = () => fail(opening.error);
  });
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

const answerOf = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

/**
 * Writes in one transaction; when it resolves, all is on disk.
 * @param work begins its requests at once: nothing but requests may be waited for
 */
export async function write(stores: readonly StoreName[], work: (store: (name: StoreName) => IDBObjectStore) => void) {
  const database = await open();
  const transaction = database.transaction([...stores], 'readwrite', { durability: 'strict' });
  const ended = new Promise<void>((done, fail) => {
    transaction.oncomplete = () => done();
    transaction.onabort = () => fail(transaction.error);
  });
  work((name) => transaction.objectStore(name));
  await ended;
}

export async function readOne<Value>(store: StoreName, key: string): Promise<Value | undefined> {
  const database = await open();
  return answerOf<Value | undefined>(database.transaction(store).objectStore(store).get(key));
}

export async function readAll<Value>(store: StoreName): Promise<Value[]> {
  const database = await open();
  return answerOf<Value[]>(database.transaction(store).objectStore(store).getAll());
}

/** Values of one account, in the order of their ids. */
export async function readOf<Value>(store: Exclude<StoreName, 'accounts'>, account: string): Promise<Value[]> {
  const database = await open();
  return answerOf<Value[]>(database.transaction(store).objectStore(store).index('account').getAll(account));
}

export async function countOf(store: Exclude<StoreName, 'accounts'>, account: string): Promise<number> {
  const database = await open();
  return answerOf(database.transaction(store).objectStore(store).index('account').count(account));
}

/** Removes what an account has in a store, within a transaction. */
export function clearOf(store: IDBObjectStore, account: string): void {
  const cursor = store.index('account').openCursor(account);
  cursor.onsuccess = () => {
    cursor.result?.delete();
    cursor.result?.continue();
  };
}

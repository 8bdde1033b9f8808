/**
 * Serves the console where there is no network: its page, and the chunks that work without network needs. Written by hand: a plugin
 * would bring a hundred times its size. It knows files of the build only; what the platform answers is never kept here.
 */

/** What of the scope of a service worker is used here; the types of the browser's window do not know it. */
interface WorkerScope {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
}

interface Lasting {
  waitUntil(done: Promise<unknown>): void;
}

interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

// put in by the build
declare const BUILD: { readonly version: string; readonly files: readonly string[] };

const worker = globalThis as unknown as WorkerScope;
const PREFIX = 'minkang-console-';
const PAGE = '/index.html';
/** A network that does not answer within so long is taken for none. */
const PATIENCE_MS = 4000;
/** The build before this one stays, for pages that were opened from it. */
const FORMER_KEPT = 1;

const own = PREFIX + BUILD.version;

worker.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(removeOld().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && !/^\/(?:api|fhir|docs|platform)\b/.test(url.pathname)) event.respondWith(page(request, url));
  else if (url.pathname.startsWith('/assets/') || BUILD.files.includes(url.pathname)) event.respondWith(file(request, event));
});

/** All or nothing: a build that is half here would be worse than the one before. */
async function fill(): Promise<void> {
  const cache = await caches.open(own);
  await cache.addAll(BUILD.files.map((name) => new Request(name, { cache: 'no-cache' })));
}

async function removeOld(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== own);
  // in the order in which they were made
  await Promise.all(names.slice(0, Math.max(0, names.length - FORMER_KEPT)).map((name) => caches.delete(name)));
}

/** The newest page while there is a network, so that a release is seen at once; else the one whose chunks are all here. */
async function page(request: Request, url: URL): Promise<Response> {
  const isSignIn = url.pathname.startsWith('/oauth/');
  try {
    // signing in takes as long as it takes
    return await (isSignIn ? fetch(request) : Promise.race([fetch(request), patience()]));
  } catch (failure) {
    // nobody can be signed in without network: back to what works without it
    if (isSignIn) return Response.redirect('/offline');
    const kept = await (await caches.open(own)).match(PAGE);
    if (!kept) throw failure;
    return kept;
  }
}

const patience = () => new Promise<never>((_, fail) => setTimeout(() => fail(new Error('no answer in time')), PATIENCE_MS));

/** Files of the build carry their digest in their name: what is here is right, whichever build it came from. */
async function file(request: Request, event: Fetching): Promise<Response> {
  const kept = await caches.match(request.url);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && response.type === 'basic') {
    const copy = response.clone();
    event.waitUntil(caches.open(own).then((cache) => cache.put(request.url, copy)));
  }
  return response;
}

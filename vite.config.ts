import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const OUT_DIR = 'dist/console';
const TEXT = /\.(?:html|js|css|svg|json|webmanifest)$/;

/** The server sends `x.br` or `x.gz` where the browser takes it, so nothing is compressed while someone waits. */
function compressedCopies(): Plugin {
  const toBrotli = promisify(brotliCompress);
  const toGzip = promisify(gzip);
  return {
    name: 'minkang-compressed-copies',
    apply: 'build',
    async closeBundle() {
      const names = (await readdir(OUT_DIR, { recursive: true })).filter((name) => TEXT.test(name));
      for (const name of names) {
        const file = join(OUT_DIR, name);
        const content = await readFile(file);
        const params = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
        await writeFile(`${file}.br`, await toBrotli(content, { params }));
        await writeFile(`${file}.gz`, await toGzip(content, { level: 9 }));
      }
    },
  };
}

/** Every browser that runs this console reads woff2; the woff copies would only double the build. */
function woff2Only(): Plugin {
  return {
    name: 'minkang-woff2-only',
    enforce: 'pre',
    transform(code, id) {
      if (!/@fontsource.*\.css/.test(id)) return null;
      return { code: code.replaceAll(/,\s*url\([^)]+\.woff\)\s*format\('woff'\)/g, ''), map: null };
    },
  };
}

/** Pages that work without network; whatever they import goes along. */
const WITHOUT_NETWORK = [
  'console/main.tsx',
  'console/app/SignedInLayout.tsx',
  'console/app/offline/answers.ts',
  'console/app/offline/local-drafts.ts',
  'console/app/offline/sending.ts',
  'console/programmes/DuePage.tsx',
  'console/programmes/ContactPage.tsx',
  'console/offline/OfflinePage.tsx',
];
const ALONGSIDE = ['/index.html', '/manifest.webmanifest', '/mark.svg', '/icon-192.png', '/icon-512.png'];

/** Tells the service worker which files it keeps, and by their names which build they are. */
function namesForServiceWorker(): Plugin {
  return {
    name: 'minkang-service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
        const worker = chunks.find(({ fileName }) => fileName === 'service-worker.js');
        if (!worker) return this.error('the service worker is not built');
        const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
        const files = new Set<string>();
        const visit = (chunk: (typeof chunks)[number] | undefined) => {
          if (!chunk || files.has(`/${chunk.fileName}`)) return;
          for (const name of [chunk.fileName, ...(chunk.viteMetadata?.importedCss ?? [])]) files.add(`/${name}`);
          for (const name of chunk.imports) visit(byName.get(name));
        };
        for (const wanted of WITHOUT_NETWORK) {
          const found = chunks.find(({ facadeModuleId, moduleIds }) =>
            [facadeModuleId ?? '', ...moduleIds].some((id) => id.endsWith(`/web/${wanted}`)),
          );
          if (!found) this.error(`the build has no ${wanted}`);
          visit(found);
        }
        const names = [...ALONGSIDE, ...files].sort();
        const version = createHash('sha256')
          .update(`${names.join(' ')} ${worker.code}`)
          .digest('hex')
          .slice(0, 12);
        worker.code = `const BUILD = ${JSON.stringify({ version, files: names })};\n${worker.code}`;
      },
    },
  };
}

export default defineConfig(({ command }) => {
  // Tests that build the console come with NODE_ENV=test, which would build the slow React for developers.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    root: 'web',
    plugins: [woff2Only(), namesForServiceWorker(), compressedCopies()],
    build: {
      outDir: `../${OUT_DIR}`,
      emptyOutDir: true,
      target: 'es2022',
      // An inlined font or image would be a data: address, which the content security policy refuses for fonts.
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 900,
      rolldownOptions: {
        input: ['web/index.html', 'web/service-worker.ts'],
        // its address is its name: a service worker of another address would be another one
        output: {
          entryFileNames: ({ name }) => (name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js'),
        },
        // Ant Design marks its files for server components; there are none here.
        onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
      },
    },
  };
});

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

export default defineConfig(({ command }) => {
  // Tests that build the console come with NODE_ENV=test, which would build the slow React for developers.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    root: 'web',
    plugins: [woff2Only(), compressedCopies()],
    build: {
      outDir: `../${OUT_DIR}`,
      emptyOutDir: true,
      target: 'es2022',
      // An inlined font or image would be a data: address, which the content security policy refuses for fonts.
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 900,
      rolldownOptions: {
        // Ant Design marks its files for server components; there are none here.
        onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
      },
    },
  };
});

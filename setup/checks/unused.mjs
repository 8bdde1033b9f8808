import { findingOf, runTool } from './run.mjs';

/**
 * Files, exports and packages that nothing uses; knip.json says where reading begins. Types are not looked at: a module's
 * index.ts names those of what it gives away. Packages that are found by folder, not by import, are listed there too.
 */
export function unused() {
  return findingOf(runTool('knip/bin/knip.js', ['--no-progress', '--no-config-hints']), 'none');
}

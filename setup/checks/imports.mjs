import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../prepare.mjs';
import { runTool } from './run.mjs';

/** About nine tenths of the modules there are: a tool that reads none of them finds everything in order. */
const FEWEST_MODULES = 350;

/** Who imports whom, against the table in layering.cjs. */
export function imports() {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'typescript', 'package.json'), 'utf8'));
  if (Number.parseInt(version, 10) >= 7)
    return { ok: false, note: `typescript is ${version}: from 7 on dependency-cruiser reads no .ts file` };
  const { output, errors } = runTool('dependency-cruiser/bin/dependency-cruise.mjs', [
    ...['--config', 'layering.cjs', '--output-type', 'json'],
    ...['src', 'web'],
  ]);
  return output === '' ? { ok: false, note: errors } : judge(JSON.parse(output));
}

function judge({ modules, summary }) {
  const seen = modules.filter(({ source }) => /^(src|web)\/.*\.tsx?$/.test(source)).length;
  const faults = [
    ...(seen < FEWEST_MODULES ? [`only ${seen} modules were seen, ${FEWEST_MODULES} are expected`] : []),
    ...summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  ];
  return { ok: faults.length === 0, note: faults.join('\n') || `${seen} modules` };
}

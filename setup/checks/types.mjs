import { findingOf, runTool } from './run.mjs';

const tsc = (project) => runTool('typescript/bin/tsc', ['-p', project, '--pretty', 'false']);

/** Types of the server and of the console. */
export function types() {
  const [server, console] = [tsc('.'), tsc('web')];
  return findingOf({ ok: server.ok && console.ok, output: server.output + console.output, errors: '' }, 'no error');
}

/** Lint rules and format; a warning counts as much as an error. */
export function lint() {
  return findingOf(
    runTool('@biomejs/biome/bin/biome', ['check', '.', '--error-on-warnings', '--colors=off', '--max-diagnostics=50']),
    'clean',
  );
}

// npm run check: everything that is checked without running the program.
import { ensureInstalled, orEnd } from './prepare.mjs';
import { conclude, runChecks } from './report.mjs';

orEnd(() => ensureInstalled(true));
conclude(runChecks());

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../prepare.mjs';

const ALLOWED = [
  ...['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Zlib', 'PostgreSQL'],
  ...['Unlicense', 'CC0-1.0', 'Python-2.0', 'OFL-1.1'],
];

/** Packages whose licence is not on the list, by the beginning of their name, and why they may stay. */
const EXCEPTIONS = [
  {
    name: '@lhncbc/ucum-lhc',
    licence: 'SEE LICENSE IN LICENSE.md',
    why: 'the terms of BSD-3-Clause with an owner notice of the U.S. National Library of Medicine and the UCUM table; see NOTICE',
  },
  {
    name: 'lightningcss',
    licence: 'MPL-2.0',
    why: 'a tool of vite: it runs, unmodified, when the console is built, and nothing of it goes into what is built',
  },
];

/** Licences of everything that is installed for `npm start`, those for other kinds of machines included. */
export function licences() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const installed = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
  const found = installed.map(([path, locked]) => ({ name: nameOf(path), licence: licenceOf(path, locked) }));
  const faults = found.filter((one) => !isAllowed(one.licence) && !isException(one));
  const excepted = new Set(found.filter(isException).map(({ licence }) => licence));
  return {
    ok: faults.length === 0,
    note:
      faults.map(({ name, licence }) => `${name}: ${licence || 'no licence given'}`).join('\n') ||
      `${found.length} packages; by exception ${[...excepted].join(', ') || 'none'}`,
  };
}

const nameOf = (path) => path.replace(/^.*node_modules\//, '');

function licenceOf(path, locked) {
  const file = join(root, path, 'package.json');
  const { license, licenses } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : locked;
  const given = license ?? licenses;
  if (Array.isArray(given)) return given.map((one) => one.type ?? one).join(' OR ');
  return (typeof given === 'object' ? given?.type : given) ?? '';
}

/** An SPDX expression: one of the alternatives, all of what is joined. */
function isAllowed(expression) {
  const text = expression.replaceAll(/[()]/g, '');
  return text.split(/ OR /).some((part) => part.split(/ AND /).every((one) => ALLOWED.includes(one.trim())));
}

const isException = ({ name, licence }) =>
  EXCEPTIONS.some((one) => one.licence === licence && (name === one.name || name.startsWith(`${one.name}-`)));

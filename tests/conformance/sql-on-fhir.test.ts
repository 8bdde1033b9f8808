import { describe, expect, test } from 'vitest';
import { isObject, parseJson } from '../../src/fhir/index.ts';
import { compileView } from '../../src/fhir/views/index.ts';
import { Problem } from '../../src/kernel/index.ts';
import { hasSamples, sampleFiles, sampleText } from '../support/samples.ts';

/** One of the official cases of SQL on FHIR, https://github.com/FHIR/sql-on-fhir-v2/tree/master/tests */
interface Case {
  readonly file: string;
  readonly title: string;
  readonly view: unknown;
  readonly resources: readonly unknown[];
  readonly expect?: readonly object[];
  readonly expectColumns?: readonly string[];
  readonly expectError?: boolean;
}

/** Cases not passed, and why. */
const NOT_PASSED: Readonly<Record<string, string>> = {
  'fn_boundary: decimal lowBoundary':
    'the sample writes the value as 1, which begins at 0.5; the case means 1.0, which begins at 0.95',
};

const now = () => '2026-11-25T10:00:00.000+08:00';
const files = sampleFiles('sql-on-fhir', '.json');
const cases = files.flatMap(readCases);

function readCases(file: string): Case[] {
  const { title, resources, tests } = JSON.parse(JSON.stringify(parseJson(sampleText(file))));
  return tests.map((one: object) => ({ ...one, file: title, resources }));
}

const nameOf = ({ file, title }: Case) => `${file}: ${title}`;

/** Rows by column name, as they are after a way through JSON; the code of the problem where the view is refused. */
function resultOf({ view, resources }: Case): readonly object[] | string {
  try {
    const { columns, rows } = compileView(view, now);
    const found = resources.flatMap(rows).map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
    return JSON.parse(JSON.stringify(found));
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.code;
    throw thrown;
  }
}

describe.skipIf(!hasSamples)('the official cases in shared/samples/sql-on-fhir', () => {
  test('are all there, and no other is excused', () => {
    expect(files).toHaveLength(21);
    expect(cases).toHaveLength(68);
    expect(Object.keys(NOT_PASSED).filter((name) => !cases.some((one) => nameOf(one) === name))).toEqual([]);
  });

  test.each(cases.filter((one) => !(nameOf(one) in NOT_PASSED)))('$file: $title', (one) => {
    const result = resultOf(one);

    if (one.expectError) expect(result).toMatch(/^view-/);
    else expect(sorted(result)).toEqual(sorted(one.expect));
    if (one.expectColumns) expect(compileView(one.view, now).columns.map(({ name }) => name)).toEqual(one.expectColumns);
  });

  test.each(Object.entries(NOT_PASSED))('%s is not passed: %s', (name) => {
    const one = cases.find((other) => nameOf(other) === name);

    expect(one && sorted(resultOf(one))).not.toEqual(sorted(one?.expect));
  });

  test('the case of the boundary is passed where its value is written with its precision', () => {
    const one = cases.find((other) => nameOf(other) === 'fn_boundary: decimal lowBoundary');
    const resources = parseJson(JSON.stringify(one?.resources).replace('"value":1}', '"value":1.0}'));

    const result = one && Array.isArray(resources) ? resultOf({ ...one, resources }) : undefined;

    expect(sorted(result)).toEqual(sorted(one?.expect));
  });
});

/** The cases do not say in which order rows come. */
function sorted(rows: unknown): unknown {
  if (!Array.isArray(rows)) return rows;
  return rows.filter(isObject).toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const keyOf = (row: object): string => JSON.stringify(Object.entries(row).toSorted(([one], [other]) => (one < other ? -1 : 1)));

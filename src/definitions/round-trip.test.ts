import { describe, expect, test } from 'vitest';
import { publicHealthProgrammes } from '../applications/public-health/index.ts';
import { validate } from '../fhir/validation/index.ts';
import { readBundle, toBundle } from './index.ts';
import { toResources } from './programme-fhir.ts';

describe.each(publicHealthProgrammes.map((one) => [one.code, one] as const))('%s as FHIR', (_, programme) => {
  test('is valid by R4', () => {
    expect(
      toResources(programme)
        .flatMap((one) => validate(one))
        .filter(({ severity }) => severity !== 'information'),
    ).toEqual([]);
  });

  test('read again is the very same', () => {
    const text = JSON.stringify(toBundle([programme]));

    const read = readBundle(JSON.parse(text), { isExact: true });

    expect(read.faults).toEqual([]);
    expect(read).toMatchObject({ programmes: [programme] });
    expect('programmes' in read && JSON.stringify(toBundle(read.programmes))).toBe(text);
  });
});

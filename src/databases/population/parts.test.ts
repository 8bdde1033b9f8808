import { expect, test } from 'vitest';
import { codeOf, withExtensions } from './parts.ts';

test('an extension is replaced where it stood, and others stay', () => {
  const other = { url: 'urn:x', valueString: 'kept' };
  const element = { extension: [{ url: 'urn:minkang:extension:division', valueCode: '350102' }, other] };

  const changed = withExtensions(element, 'division', [{ valueCode: '350103' }]);

  expect(changed.extension).toEqual([{ url: 'urn:minkang:extension:division', valueCode: '350103' }, other]);
  expect(codeOf(changed, 'division')).toBe('350103');
  expect(withExtensions(changed, 'division', []).extension).toEqual([other]);
});

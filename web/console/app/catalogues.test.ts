import { describe, expect, it } from 'vitest';
import { en, zh } from './catalogues.ts';

const plural = /_(?:one|other)$/;
const pairs = Object.entries(zh).map(([area, texts]) => [area, texts, en[area as keyof typeof en]] as const);

describe('the catalogues of texts', () => {
  it.each(pairs)('say in %s the same things in both languages', (_, chinese, english) => {
    const keysOf = (texts: object) => [...new Set(Object.keys(texts).map((key) => key.replace(plural, '')))].sort();

    expect(keysOf(english)).toEqual(keysOf(chinese));
  });

  it.each(pairs)('fill in %s the same holes in both languages', (_, chinese, english) => {
    const holesOf = (texts: object) =>
      Object.fromEntries(
        Object.entries(texts).map(([key, text]) => [key, [...String(text).matchAll(/{{\w+}}/g)].map(String).sort()]),
      );
    const chineseHoles = holesOf(chinese);

    for (const [key, holes] of Object.entries(holesOf(english))) {
      if (!key.endsWith('_one')) expect({ [key]: holes }).toEqual({ [key]: chineseHoles[key] });
    }
  });

  it.each(pairs)('leave no text of %s empty', (_, chinese, english) => {
    expect([...Object.values(chinese), ...Object.values(english)].filter((text) => !text)).toEqual([]);
  });
});

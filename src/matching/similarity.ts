/** A piece of a byte pool: from `start` to before `end`. */
type Bytes = Uint8Array;

const takenA = new Uint8Array(256);
const takenB = new Uint8Array(256);

/**
 * Jaro-Winkler similarity of two runs of bytes, 0 to 1 (Winkler 1990: prefix of up to 4, scale 0.1). Only the first 255 bytes
 * count.
 */
export function jaroWinkler(a: Bytes, aStart: number, aEnd: number, b: Bytes, bStart: number, bEnd: number): number {
  const lengthA = Math.min(255, aEnd - aStart);
  const lengthB = Math.min(255, bEnd - bStart);
  if (lengthA === 0 || lengthB === 0) return 0;
  const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1);
  takenA.fill(0, 0, lengthA);
  takenB.fill(0, 0, lengthB);
  let common = 0;
  for (let i = 0; i < lengthA; i++) {
    const last = Math.min(lengthB - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= last; j++) {
      if (takenB[j] === 0 && a[aStart + i] === b[bStart + j]) {
        takenA[i] = 1;
        takenB[j] = 1;
        common++;
        break;
      }
    }
  }
  if (common === 0) return 0;
  let moved = 0;
  for (let i = 0, j = 0; i < lengthA; i++) {
    if (takenA[i] === 0) continue;
    while (takenB[j] === 0) j++;
    if (a[aStart + i] !== b[bStart + j]) moved++;
    j++;
  }
  const jaro = (common / lengthA + common / lengthB + (common - moved / 2) / common) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < lengthA && prefix < lengthB && a[aStart + prefix] === b[bStart + prefix]) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

const LONGEST = 48;
const rows = [new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1)] as const;

/**
 * Edits between two runs of bytes: one put in, left out, changed, or two neighbours in the wrong order (optimal string
 * alignment). Counts to 3, which stands for three or more; runs of more than 48 bytes are 3 apart unless equal.
 */
export function edits(a: Bytes, aStart: number, aEnd: number, b: Bytes, bStart: number, bEnd: number): number {
  let [fromA, toA, fromB, toB] = [aStart, aEnd, bStart, bEnd];
  while (fromA < toA && fromB < toB && a[fromA] === b[fromB]) {
    fromA++;
    fromB++;
  }
  while (fromA < toA && fromB < toB && a[toA - 1] === b[toB - 1]) {
    toA--;
    toB--;
  }
  const lengthA = toA - fromA;
  const lengthB = toB - fromB;
  if (lengthA === 0 || lengthB === 0) return Math.min(3, lengthA + lengthB);
  if (Math.abs(lengthA - lengthB) > 2 || lengthA > LONGEST || lengthB > LONGEST) return 3;
  let [before, above, row] = rows;
  for (let j = 0; j <= Math.min(lengthB, 3); j++) above[j] = j;
  for (let i = 1; i <= lengthA; i++) {
    // what lies more than two off the diagonal takes three edits: the band is five wide
    const first = Math.max(1, i - 2);
    const last = Math.min(lengthB, i + 2);
    row[first - 1] = first === 1 ? Math.min(i, 3) : 3;
    above[last] = last === i + 2 ? 3 : (above[last] ?? 3);
    const letter = a[fromA + i - 1];
    const letterBefore = i > 1 ? a[fromA + i - 2] : -1;
    let least = 3;
    for (let j = first; j <= last; j++) {
      const other = b[fromB + j - 1];
      let cost = letter === other ? (above[j - 1] ?? 3) : Math.min(above[j] ?? 3, row[j - 1] ?? 3, above[j - 1] ?? 3) + 1;
      if (j > 1 && letterBefore === other && letter === b[fromB + j - 2]) cost = Math.min(cost, (before[j - 2] ?? 3) + 1);
      if (cost > 3) cost = 3;
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least === 3) return 3;
    [before, above, row] = [above, row, before];
  }
  return above[lengthB] ?? 3;
}

/**
 * The numbers 0 to n - 1, ordered by keys of 32 bits: by the last of them first, equals by the one before, and so on; what is equal
 * in all stays in order. Radix sort, so that millions take a moment.
 */
export function orderBy(keys: readonly Uint32Array[]): Uint32Array {
  const size = keys[0]?.length ?? 0;
  let order = Uint32Array.from({ length: size }, (_, at) => at);
  let next = new Uint32Array(size);
  const places = new Uint32Array(2049);
  for (const column of keys)
    for (const shift of [0, 11, 22]) {
      places.fill(0);
      for (const key of column) {
        const digit = ((key >>> shift) & 2047) + 1;
        places[digit] = (places[digit] ?? 0) + 1;
      }
      for (let digit = 1; digit < places.length; digit++) places[digit] = (places[digit] ?? 0) + (places[digit - 1] ?? 0);
      for (const at of order) {
        const digit = ((column[at] ?? 0) >>> shift) & 2047;
        const place = places[digit] ?? 0;
        places[digit] = place + 1;
        next[place] = at;
      }
      [order, next] = [next, order];
    }
  return order;
}

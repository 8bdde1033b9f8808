/** A number as lists show it: six characters at the beginning and four at the end, the rest starred. */
export function maskNumber(number: string): string {
  if (number.length <= 10) return '*'.repeat(Math.max(0, number.length - 2)) + number.slice(-2);
  return number.slice(0, 6) + '*'.repeat(number.length - 10) + number.slice(-4);
}

/** A telephone number: three characters at the beginning and four at the end; a short one keeps its last two. */
export function maskPhone(number: string): string {
  if (number.length < 8) return '*'.repeat(Math.max(0, number.length - 2)) + number.slice(-2);
  return number.slice(0, 3) + '*'.repeat(number.length - 7) + number.slice(-4);
}

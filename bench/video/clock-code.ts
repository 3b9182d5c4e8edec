/** Cells of the picture that shows a clock: black is 0, white is 1. */
export const clockGrid = { columns: 6, rows: 4 } as const;

const timeBits = 20;
const checkBits = 4;
/** Times come round after this long, far more than any picture takes. */
export const clockRoundMs = 2 ** timeBits;

/**
 * A time as cells. Gray code, in which neighbours differ in one cell, so that a picture caught between two
 * milliseconds is one of them and not something else; the four last cells are a sum that tells a broken one.
 */
export function cellsOf(timeMs: number): boolean[] {
  const time = Math.floor(timeMs) % clockRoundMs;
  const gray = time ^ (time >>> 1);
  return [...bitsOf(gray, timeBits), ...bitsOf(checkOf(gray), checkBits)];
}

/** The time that cells show, modulo `clockRoundMs`, or null if they are no time. */
export function timeOf(cells: readonly boolean[]): number | null {
  const gray = numberOf(cells.slice(0, timeBits));
  if (numberOf(cells.slice(timeBits)) !== checkOf(gray)) return null;
  let time = gray;
  for (let shift = 1; shift < timeBits; shift *= 2) time ^= time >>> shift;
  return time;
}

/** How long ago a shown time was, at `nowMs`. */
export const ageMs = (shownMs: number, nowMs: number): number =>
  (((nowMs - shownMs) % clockRoundMs) + clockRoundMs) % clockRoundMs;

function checkOf(gray: number): number {
  let sum = 5;
  // Odd factors have an inverse modulo 16, so a change of one digit always shows.
  for (let shift = 0; shift < timeBits; shift += 4) sum = (sum * 7 + ((gray >>> shift) & 15)) & 15;
  return sum;
}

const bitsOf = (value: number, count: number): boolean[] =>
  Array.from({ length: count }, (_, n) => ((value >>> (count - 1 - n)) & 1) === 1);

const numberOf = (bits: readonly boolean[]): number => bits.reduce((sum, bit) => sum * 2 + (bit ? 1 : 0), 0);

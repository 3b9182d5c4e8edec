import fc from 'fast-check';

/**
 * Checks a property on a fixed number of random cases. A failure prints its seed and path; with
 * FAST_CHECK_SEED set to that seed the same cases run again.
 */
export function holds<T>(cases: fc.Arbitrary<T>, check: (given: T) => void, numRuns = 300): void {
  const seed = process.env.FAST_CHECK_SEED;
  fc.assert(fc.property(cases, check), seed === undefined ? { numRuns } : { numRuns, seed: Number(seed) });
}

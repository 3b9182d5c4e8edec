import fc from 'fast-check';

const seed = process.env.FAST_CHECK_SEED;
const seedOption = seed === undefined ? {} : { seed: Number(seed) };

/**
 * Checks a property on a fixed number of random cases. A failure prints its seed and path; with
 * FAST_CHECK_SEED set to that seed the same cases run again.
 */
export function holds<T>(cases: fc.Arbitrary<T>, check: (given: T) => void, numRuns = 300): void {
  fc.assert(fc.property(cases, check), { numRuns, ...seedOption });
}

/** The same for a check that has to wait for something. */
export async function holdsAsync<T>(
  cases: fc.Arbitrary<T>,
  check: (given: T) => Promise<void>,
  numRuns = 50,
): Promise<void> {
  await fc.assert(fc.asyncProperty(cases, check), { numRuns, ...seedOption });
}

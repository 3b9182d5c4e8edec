/** Paths from the checkout's folder of all test files, or of those at and below the given paths. */
export function testFiles(paths: readonly string[]): string[];

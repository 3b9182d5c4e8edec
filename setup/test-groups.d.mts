/** The files to run for these test files: quiet ones by an entry that imports several, all others by themselves. */
export function groupedTests(files: readonly string[]): string[];

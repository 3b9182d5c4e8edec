/** What would disturb others in its process, or be disturbed by them. */
export const alone: readonly string[];

/** The files to run for these test files: entries that import several of them each, and those that must be alone. */
export function groupedTests(files: readonly string[]): string[];

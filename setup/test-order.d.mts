/** Tests that take long and much of a core. */
export const longest: readonly string[];

/** Those of browsers, and those that run beside the last of them. */
export const last: readonly string[];

/** The files to run for these test files, in the order in which they are run. */
export function inOrder(files: readonly string[]): string[];

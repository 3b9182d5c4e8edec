/** Writes beside each textual file of a built page, in place, what browsers are sent instead: `.br` and `.gz`. */
export function compressPage(folder: string): void;

/** The cached worker's path; null when there is none, or it does not run here. */
export function cachedWorker(): string | null;

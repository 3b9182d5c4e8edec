/** The middle of some figures (the mean of the two middle ones), or 0 of none. */
export function median(figures: readonly number[]): number {
  if (figures.length === 0) return 0;
  const sorted = figures.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] as number;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] as number;
  return (lower + upper) / 2;
}

/** Lowest and highest of some figures, so that a reader sees how far the rounds lie apart. */
export function spread(figures: readonly number[]): { readonly low: number; readonly high: number } {
  return { low: Math.min(...figures), high: Math.max(...figures) };
}

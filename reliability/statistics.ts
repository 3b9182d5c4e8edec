/** The value that a share of all values does not exceed; null when there are none. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Middle and end of many values, rounded; null when there are none. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const [p50, p99, max] = [0.5, 0.99, 1].map(
    (share) => Math.round((quantile(values, share) as number) * 10) / 10,
  );
  return { p50, p99, max } as Spread;
}

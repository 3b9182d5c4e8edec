/** Where a shard or its pool says what an operator should know. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  details: Record<string, unknown>,
) => void;

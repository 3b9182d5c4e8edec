/** SQLSTATE classes of connections that fail, of resources that run out, and of servers that are being stopped. */
const awayStates = /^(08|53|57P)/;
const socketCodes: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);
/** What `pg` with its pool, and `ioredis`, throw without a code. */
const driverMessages =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered|Stream isn't writeable|Connection is closed|Command timed out|Reached the max retries)/;

/** Whether the database or Redis could not be asked, or went away while it was: the same may succeed in a moment. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (code === undefined) return driverMessages.test(error.message);
  return socketCodes.has(code) || (typeof code === 'string' && awayStates.test(code));
}

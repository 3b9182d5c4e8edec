/** A command line that can't be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A server that can't be reached or does not answer. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

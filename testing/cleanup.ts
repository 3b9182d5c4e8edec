/** What a test runs in: a test's context, or `{ after }` of node:test for a whole suite. */
export interface Scope {
  after(work: () => Promise<void>): void;
}

const pending = new WeakMap<Scope, (() => Promise<unknown> | unknown)[]>();

/** Does `work` when the scope ends, passed or failed; what was added last is done first. */
export function onCleanup(scope: Scope, work: () => Promise<unknown> | unknown): void {
  const known = pending.get(scope);
  if (known) {
    known.push(work);
    return;
  }
  const works = [work];
  pending.set(scope, works);
  scope.after(async () => {
    const failures: unknown[] = [];
    for (let next = works.pop(); next; next = works.pop()) {
      try {
        await next();
      } catch (error) {
        // The rest is still to be cleaned up.
        failures.push(error);
      }
    }
    if (failures.length === 0) return;
    // The test runner prints the message of an AggregateError, not what it is made of.
    throw new AggregateError(failures, `Cleaning up failed: ${failures.join('; ')}`);
  });
}

import type { Call, Reply } from './messages.ts';

/** Answers for an API in a process that the benchmark started, until the benchmark is gone. */
export function answerCalls<Api extends object>(api: Api): void {
  process.on('message', async (call: Call) => {
    process.send?.(await answer(api, call));
  });
  // Ctrl-C reaches the whole group of processes; the parent ends this one when it has cleaned up.
  process.on('SIGINT', () => {});
  process.on('disconnect', () => process.exit());
}

async function answer(api: object, call: Call): Promise<Reply> {
  try {
    const method = (api as Record<string, (...args: readonly unknown[]) => Promise<unknown>>)[call.method];
    return { id: call.id, value: await method?.(...call.args) };
  } catch (error) {
    return { id: call.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

import type { ChildProcess } from 'node:child_process';
import type { Call, Reply } from './messages.ts';

/** Makes methods of an API that a process of ours answers for; what they are asked fails when it ends. */
export function methodsOf<Api>(
  child: ChildProcess,
  what: string,
): <Name extends keyof Api & string>(name: Name) => Api[Name] {
  const call = callsTo(child, what);
  return <Name extends keyof Api & string>(name: Name) =>
    ((...args: readonly unknown[]) => call(name, args)) as Api[Name];
}

function callsTo(
  child: ChildProcess,
  what: string,
): (method: string, args: readonly unknown[]) => Promise<unknown> {
  const waiting = new Map<number, PromiseWithResolvers>();
  let lastId = 0;
  child.on('message', (reply: Reply) => {
    const promise = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) promise?.reject(new Error(`${what} failed: ${reply.error}`));
    else promise?.resolve(reply.value);
  });
  child.on('exit', (code, signal) => {
    const error = new Error(`${what} ended (${signal ?? `exit code ${code}`})`);
    for (const promise of waiting.values()) promise.reject(error);
    waiting.clear();
  });
  return (method, args) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      child.send({ id, method, args } satisfies Call);
    });
}

interface PromiseWithResolvers {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

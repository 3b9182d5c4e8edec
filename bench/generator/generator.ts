import type { ChildProcess } from 'node:child_process';
import type { Children } from '../servers/children.ts';
import type { Call, GeneratorApi, Reply } from './messages.ts';

/** A load generator in a process of its own, called like an object here. */
export interface Generator extends GeneratorApi {
  readonly pid: number;
}

/** Starts a generator. What it is asked fails when its process ends. */
export function startGenerator(children: Children): Generator {
  const child = children.fork('The load generator', new URL('./generator.worker.ts', import.meta.url));
  const call = callsTo(child);
  const method =
    <Name extends keyof GeneratorApi>(name: Name) =>
    (...args: Parameters<GeneratorApi[Name]>) =>
      call(name, args) as ReturnType<GeneratorApi[Name]>;
  return {
    pid: child.pid as number,
    connect: method('connect'),
    group: method('group'),
    watch: method('watch'),
    bid: method('bid'),
    deliveries: method('deliveries'),
    hammers: method('hammers'),
    lastSecond: method('lastSecond'),
    disconnect: method('disconnect'),
  };
}

function callsTo(
  child: ChildProcess,
): (method: Call['method'], args: readonly unknown[]) => Promise<unknown> {
  const waiting = new Map<number, PromiseWithResolvers>();
  let lastId = 0;
  child.on('message', (reply: Reply) => {
    const promise = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) promise?.reject(new Error(`the load generator failed: ${reply.error}`));
    else promise?.resolve(reply.value);
  });
  child.on('exit', (code, signal) => {
    const error = new Error(`the load generator ended (${signal ?? `exit code ${code}`})`);
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

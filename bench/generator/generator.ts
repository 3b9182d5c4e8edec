import { methodsOf } from '../calls/ask.ts';
import type { Children } from '../servers/children.ts';
import type { GeneratorApi } from './messages.ts';

/** A load generator in a process of its own, called like an object here. */
export interface Generator extends GeneratorApi {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a generator. What it is asked fails when its process ends. */
export function startGenerator(children: Children): Generator {
  const child = children.fork('The load generator', new URL('./generator.worker.ts', import.meta.url));
  const method = methodsOf<GeneratorApi>(child, 'the load generator');
  return {
    pid: child.pid as number,
    stop: () => children.stop(child),
    connect: method('connect'),
    group: method('group'),
    watch: method('watch'),
    bid: method('bid'),
    deliveries: method('deliveries'),
    accepted: method('accepted'),
    hammers: method('hammers'),
    lastSecond: method('lastSecond'),
    disconnect: method('disconnect'),
  };
}

import { once } from 'node:events';
import type { Children } from '../servers/children.ts';
import { cpuSecondsOf } from '../servers/proc.ts';
import type { FromSink, ToSink } from './packet-sink-protocol.ts';

/** Where packets go to be counted, in a process of its own. */
export interface PacketSink {
  readonly ports: readonly number[];
  begin(): void;
  count(): Promise<Extract<FromSink, { type: 'counts' }>>;
  cpuSeconds(): number;
}

export async function startPacketSink(children: Children): Promise<PacketSink> {
  const child = children.fork('The packet sink', new URL('./packet-sink.worker.ts', import.meta.url));
  const [ready] = (await once(child, 'message')) as [Extract<FromSink, { type: 'ready' }>];
  const ask = (message: ToSink) => void child.send(message);
  return {
    ports: ready.ports,
    begin: () => ask({ type: 'begin' }),
    async count() {
      const answer = once(child, 'message') as Promise<[Extract<FromSink, { type: 'counts' }>]>;
      ask({ type: 'count' });
      return (await answer)[0];
    },
    cpuSeconds: () => cpuSecondsOf(child.pid as number),
  };
}

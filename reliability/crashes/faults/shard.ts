import { gateways } from '../house.ts';
import { inspectable, killThread } from '../thread-killer.ts';
import type { Fault } from './fault.ts';

export const shard: Fault = {
  about: 'one shard’s thread dies of an error that nobody catches',
  needs: { env: inspectable },
  isPartial: true,
  supervised: { embedded: false, installed: false },
  async strike({ house, random }) {
    const { thrownAt, goneAt } = await killThread(house.server.output(), ([, ...threads]) =>
      random.pick(threads.slice(gateways - 1)),
    );
    return { at: thrownAt, liftedAt: goneAt, dead: null };
  },
};

import { inspectable, killShardThread } from '../thread-killer.ts';
import type { Fault } from './fault.ts';

export const shard: Fault = {
  about: 'one shard’s thread dies of an error that nobody catches',
  needs: { env: inspectable },
  isPartial: true,
  supervised: { embedded: false, installed: false },
  async strike({ house, random }) {
    const { thrownAt, goneAt } = await killShardThread(house.server.output(), (count) => random.below(count));
    return { at: thrownAt, liftedAt: goneAt, dead: null };
  },
};

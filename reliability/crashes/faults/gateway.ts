import { gateways } from '../house.ts';
import { inspectable, killThread } from '../thread-killer.ts';
import type { Fault } from './fault.ts';

export const gateway: Fault = {
  about: 'one gateway’s thread dies of an error that nobody catches, and the server ends with it',
  needs: { env: inspectable },
  supervised: { embedded: true, installed: true },
  async strike({ house, random }) {
    const { exited } = house.server;
    const { thrownAt } = await killThread(house.server.output(), ([, ...threads]) =>
      random.pick(threads.slice(0, gateways - 1)),
    );
    const code = await exited;
    const from = Date.now();
    await house.untilUp();
    return {
      at: thrownAt,
      liftedAt: house.startedAt,
      dead: { from, to: house.startedAt },
      notes: [`the server ended with exit code ${code}`],
    };
  },
};

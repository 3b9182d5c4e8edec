import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.ts';

const settleMs = 500;

export const connection: Fault = {
  about: 'every bidder’s connection is cut at a random byte, in a random direction, by a proxy',
  needs: { proxy: true },
  supervised: { embedded: false, installed: false },
  isPerBidder: true,
  async strike({ proxy }) {
    if (proxy === null) throw new Error('there is no proxy');
    const at = Date.now();
    const before = proxy.cuts;
    proxy.cutAll();
    await pause(settleMs);
    return { at, liftedAt: at, dead: null, notes: Array(proxy.cuts - before).fill('connections cut') };
  },
};

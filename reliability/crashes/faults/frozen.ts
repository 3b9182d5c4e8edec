import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.ts';

const frozenMs = 5_000;

export const frozen: Fault = {
  about: 'PostgreSQL is stopped by SIGSTOP for 5 s',
  supervised: { embedded: false, installed: false },
  async strike({ house }) {
    const at = Date.now();
    house.pauseDatabase();
    const from = Date.now();
    await pause(frozenMs);
    const to = Date.now();
    house.resumeDatabase();
    return { at, liftedAt: to, dead: { from, to } };
  },
};

import { link } from '../connection/room.ts';
import type { LineWorld } from './line.ts';

/** The page's connection and timers. */
export const lineWorld: LineWorld = {
  send: (message) => link.send(message),
  after: (delayMs, call) => {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

import { signal } from '@preact/signals';
import { serverClock } from '../connection/room.ts';

let frame = 0;
const tick = () => {
  nowMs.value = serverClock.nowMs();
  frame = requestAnimationFrame(tick);
};

/** The server's time, moved on with every frame while somebody looks. */
export const nowMs = signal(serverClock.nowMs(), {
  watched: () => {
    frame = requestAnimationFrame(tick);
  },
  unwatched: () => cancelAnimationFrame(frame),
});

import type { Scenario } from '../scenario.ts';
import { bids } from './bids.ts';
import { chatFlood } from './chat-flood.ts';
import { chatSpike } from './chat-spike.ts';
import { close } from './close.ts';
import { echo } from './echo.ts';
import { fanout } from './fanout.ts';
import { mixed } from './mixed.ts';
import { peers } from './peers.ts';
import { recover } from './recover.ts';
import { scale } from './scale.ts';
import { soak } from './soak.ts';
import { versus } from './versus.ts';
import { videoFanout } from './video-fanout.ts';
import { videoJoin } from './video-join.ts';
import { videoLatency } from './video-latency.ts';
import { words } from './words.ts';

/** Every scenario by the name that it is asked for with. */
export const scenarios: Readonly<Record<string, Scenario<never>>> = {
  bids,
  close,
  fanout,
  recover,
  echo,
  mixed,
  peers,
  scale,
  soak,
  versus,
  'chat-spike': chatSpike,
  'chat-flood': chatFlood,
  'video-join': videoJoin,
  'video-latency': videoLatency,
  'video-fanout': videoFanout,
  words,
};

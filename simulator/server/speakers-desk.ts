import type { Lanes } from '../../actors/lane/lanes.ts';
import { ChatDesk } from '../../gateway/chat/speaking/chat-desk.ts';
import { RoomWordsInStep } from '../../gateway/chat/speaking/words-in-step.ts';
import { ForwardedSockets } from '../../gateway/threads/forwarded-sockets.ts';
import { SocketForwarder } from '../../gateway/threads/socket-forwarder.ts';
import type { FrameToSocket, SocketToFirst } from '../../gateway/threads/socket-messages.ts';
import type { Random } from '../../testing/random.ts';
import type { ChatPlan } from '../chat-plan.ts';
import { lanePorts } from '../network/lane-port.ts';
import { followsSeller, knownSince, nameOf } from '../reference/speakers.ts';
import { fingerprintOf, masksOf, verdictOf } from '../reference/words.ts';
import type { Thread } from '../time/thread.ts';

export interface DeskParts {
  readonly lanes: Lanes;
  readonly thread: Thread;
  readonly plan: ChatPlan;
  readonly random: Random;
  readonly follow: (lot: string) => () => void;
}

/** The service's own desk for what people say; what it asks of the database and of the word guard takes time, and fails now and then. */
export function openDesk({ lanes, thread, plan, random, follow }: DeskParts) {
  const later = <Value>(label: string, value: () => Value) =>
    new Promise<Value>((resolve, reject) => {
      const fails = random.chance(plan.guardFails);
      thread.run(random.waiting(plan.guardMs), label, () => {
        thread.timeline.settles = true;
        if (fails) reject(new Error(`${label}: can't tell`));
        else resolve(value());
      });
    });
  const guard = {
    check: (_lot: string, text: string) =>
      later('word guard', () => ({
        action: verdictOf(text),
        masks: masksOf(text),
        fingerprint: fingerprintOf(text),
      })),
    setRoom: () => later('words set', () => {}),
    dropRoom: () => {},
  };
  const words = new RoomWordsInStep({ actors: lanes, guard, now: thread.scheduler.now, follow });
  const desk = new ChatDesk({
    lanes,
    guard,
    words,
    speakers: {
      of: (person) =>
        later('speaker', () => ({
          name: nameOf(person),
          knownSince: knownSince(person),
          follows: followsSeller(person),
        })),
      forget: () => {},
    },
    burst: plan.pace.burst,
    refillMs: plan.pace.refillMs,
  });
  return { desk, words };
}

/** The way of another gateway to the desk on the first one. */
export function forwarderTo(
  desk: ChatDesk,
  first: Thread,
  own: Thread,
  delayMs: () => number,
): SocketForwarder {
  const { near, far } = lanePorts(own, first, delayMs);
  const forwarder = new SocketForwarder((told) => near.postMessage({ told }));
  const sockets = new ForwardedSockets({ media: null, speakers: desk }, (frame) =>
    far.postMessage({ frame }),
  );
  far.on('message', ({ told }: { told: SocketToFirst }) => sockets.heard(told));
  near.on('message', ({ frame }: { frame: FrameToSocket }) => forwarder.heard(frame));
  return forwarder;
}

import type { ChatCrowd } from '../../generator/chat/start-chat.ts';
import type { Target } from '../../generator/connection.ts';

/** A service with a chat room that takes part in the comparison. */
export interface ChatHouse {
  readonly name: string;
  /** What it is made of. */
  readonly madeOf: string;
  /** What it does to keep a message before anybody is shown it. */
  readonly keeps: string;
  /** Messages on their way at a time: enough to keep it busy, and not so many that each waits for seconds. */
  readonly inFlight: number;
  /** Starts it with people in it who may speak; a store that it needs is its own. */
  start(people: number): Promise<RunningChatHouse>;
}

export interface RunningChatHouse {
  /** Its nodes; people are spread over them. */
  readonly targets: readonly Target[];
  /** One for each of its people. */
  readonly cookies: readonly string[];
  /** Whether a lot has to be subscribed to before its room is entered. */
  readonly subscribes: boolean;
  /** Opens a room in which everybody may speak, with messages in it; gives its lot. */
  openRoom(crowd: ChatCrowd, history: number): Promise<string>;
  /** Seconds of CPU so far, the store's included. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

const enterTimeoutMs = 30_000;
const connectingAtOnce = 64;
const historyTimeoutMs = 60_000;

/** Lets people in one after the other, those that the machine's own queues have room for at a time. */
export async function fillRoom(
  crowd: ChatCrowd,
  room: string,
  house: Pick<RunningChatHouse, 'targets' | 'subscribes'>,
  lot: string,
  cookies: readonly string[],
  firstSpeaker = 0,
): Promise<void> {
  const { targets, subscribes } = house;
  const { inside, faults } = await crowd.enter(room, {
    lot,
    targets,
    cookies,
    subscribes,
    atOnce: connectingAtOnce,
    history: 0,
    firstSpeaker,
    timeoutMs: enterTimeoutMs,
  });
  if (inside < cookies.length) {
    throw new Error(`only ${inside} of ${cookies.length} came into the room: ${faults.join('; ')}`);
  }
}

const host = 'host';
/** Above the numbers of all who come after. */
const hostNumber = 9_000;

/** The first one comes into a room, which opens it. */
export function enterAlone(
  crowd: ChatCrowd,
  house: Pick<RunningChatHouse, 'targets' | 'subscribes'>,
  lot: string,
  cookie: string,
): Promise<void> {
  return fillRoom(crowd, host, house, lot, [cookie], hostNumber);
}

/** Who is alone in a room says so many messages, and goes. */
export async function sayAndGo(crowd: ChatCrowd, messages: number): Promise<void> {
  if (messages > 0) await sayAlone(crowd, messages);
  await crowd.leave(host);
}

async function sayAlone(crowd: ChatCrowd, messages: number): Promise<void> {
  const { refused } = await crowd.flood(host, {
    speakers: 1,
    inFlight: 1,
    ratePerSecond: null,
    warmUpMs: 0,
    measureMs: historyTimeoutMs,
    deliveries: messages,
  });
  const { confirmed } = await crowd.proof(host);
  if (confirmed < messages) {
    throw new Error(`only ${confirmed} of ${messages} messages were said: ${JSON.stringify(refused)}`);
  }
}

import { LanesRoom } from '../../../actors/testing/lanes-room.ts';
import chat from '../../../engine/chat/behaviour.ts';
import type { Behaviour } from '../../../schema/behaviour.ts';
import type { ChatCommand } from '../../../schema/chat/commands.ts';
import type { RoomWords } from '../../../schema/chat/settings.ts';
import { answerCodes } from '../../../schema/codes.ts';
import type { Person } from '../../../schema/http.ts';
import { chatActor } from '../../../schema/ids.ts';
import { limits } from '../../../schema/limits.ts';
import type { ChatSocket } from '../socket/chat-socket.ts';
import { RoomChannels } from '../socket/room-channels.ts';
import { ChatDesk } from '../speaking/chat-desk.ts';
import type { Speaker, SpeakerFacts } from '../speaking/speakers.ts';
import { RoomWordsInStep } from '../speaking/words-in-step.ts';
import { HeldWords } from './held-words.ts';

export const lot = '01JCZ8Q4T0H7V2M5N9R3W6X1YB';
export const sellerId = 1;

/** One socket's end of the desk: what it was answered, by sayId. */
export class Talker implements ChatSocket {
  readonly person: Person;
  readonly answers: Array<Record<string, unknown>> = [];

  constructor(id: number, kind: Person['kind'] = 'user') {
    this.person = { id, name: 'as the token says', kind, role: 'user' };
  }

  answer(frame: string): void {
    this.answers.push(JSON.parse(frame));
  }
}

/** Speakers that the test knows; everybody else has been an account for long. */
class ListedSpeakers implements SpeakerFacts {
  readonly listed = new Map<number, Speaker | null>();

  async of(person: number): Promise<Speaker | null> {
    const listed = this.listed.get(person);
    return listed === undefined ? { name: `Person ${person}`, knownSince: 0, follows: false } : listed;
  }

  forget(): void {}
}

/** The desk before a real room, on a shard in the test's thread: time, the guard's answers and the shard are in the test's hands. */
export async function roomHouse() {
  const all = await LanesRoom.open(chat as unknown as Behaviour);
  const { lanes } = all;
  const guard = new HeldWords();
  const speakers = new ListedSpeakers();
  const now = () => all.room.now;
  const rooms: RoomChannels = new RoomChannels({
    lanes,
    epoch: 'e',
    guestsSpeak: false,
    now,
    later: (delayMs, task) => void all.room.scheduler.sleep(delayMs).then(task),
    publish() {},
    put() {},
    sellerOf: () => sellerId,
    greetingOf: () => null,
    onNews: (of, text) => words.heard(of, text),
  });
  const words = new RoomWordsInStep({ actors: lanes, guard, now, follow: (of) => rooms.follow(of) });
  const desk = new ChatDesk({
    lanes,
    speakers,
    guard,
    words,
    burst: limits.chatBurst,
    refillMs: limits.chatRefillMs,
  });
  let sayId = 0;
  const command = async (one: ChatCommand) => {
    const answer = lanes.command(chatActor(lot), one);
    await all.room.settle();
    return answerCodes[(await answer).code];
  };
  const bySeller = { by: sellerId, isStaff: false };
  await command({ type: 'open', sellerId, guestsSpeak: false });
  return {
    all,
    rooms,
    guard,
    speakers,
    words,
    desk,
    command,
    set: (settings: Extract<ChatCommand, { type: 'set' }>['settings']) =>
      command({ type: 'set', settings, ...bySeller }),
    setWords: (lists: RoomWords) => command({ type: 'setWords', words: lists, ...bySeller }),
    /** Says it, and lets all happen that can. */
    async say(talker: Talker, text: string, more: { sayId?: number; replyTo?: number } = {}) {
      desk.say(talker, sellerId, { type: 'chatSay', lot, sayId: ++sayId, text, ...more });
      await all.room.settle();
      return talker.answers.at(-1);
    },
    /** Texts of what was said, in the room's order. */
    async texts(): Promise<string[]> {
      const recent = lanes.ask(chatActor(lot), { ask: 'recent' });
      await all.room.settle();
      return ((await recent) as Array<{ text: string }>).map(({ text }) => text);
    },
  };
}

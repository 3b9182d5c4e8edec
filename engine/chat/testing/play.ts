import type { Answer } from '../../../schema/behaviour.ts';
import type { ChatCommand, SayCommand } from '../../../schema/chat/commands.ts';
import type { ChatEvent } from '../../../schema/chat/events.ts';
import type { PublicChatEvent } from '../../../schema/chat/public.ts';
import { type AnswerCode, answerCodes } from '../../../schema/codes.ts';
import chat from '../behaviour.ts';
import type { FrozenChat } from '../freeze.ts';
import type { ChatState } from '../state.ts';

export const seller = 1;
/** When every story begins. */
export const startMs = 1_700_000_000_000;

const codeOf = (answer: Answer): AnswerCode => answerCodes[answer.code] as AnswerCode;

/** A copy of the state that went through JSON, as one that comes back from a checkpoint. */
export const copied = (state: ChatState): ChatState =>
  chat.thaw(JSON.parse(JSON.stringify(chat.freeze(state)))) as ChatState;

export const frozen = (state: ChatState): FrozenChat => chat.freeze(state) as FrozenChat;

/** One command with all that came of it. */
export interface Turn {
  readonly command: ChatCommand;
  readonly now: number;
  readonly code: AnswerCode;
  readonly answer: Answer;
  readonly events: readonly ChatEvent[];
  readonly told: readonly PublicChatEvent[];
}

/** A room that is told commands one after the other, as the runtime tells them. */
export class Play {
  readonly turns: Turn[] = [];
  now = startMs;
  state: ChatState = chat.initial();
  #lastSayId = 1_000;

  static opened(guestsSpeak = true): Play {
    const play = new Play();
    play.give({ type: 'open', sellerId: seller, guestsSpeak });
    return play;
  }

  give(command: ChatCommand): Turn {
    const { events, answer } = chat.decide(this.state, command, this.now);
    const told: PublicChatEvent[] = [];
    for (const event of events) {
      // Events reach a replaying runtime as JSON.
      const stored: ChatEvent = JSON.parse(chat.record(event));
      this.state = chat.evolve(this.state, stored);
      told.push(JSON.parse(chat.publish(this.state, stored) as string));
    }
    const turn = { command, now: this.now, code: codeOf(answer), answer, events, told };
    this.turns.push(turn);
    return turn;
  }

  /** Somebody says something, some time after the last thing that happened; of what is left out nothing is special. */
  say(by: number, say: Partial<Omit<SayCommand, 'type' | 'by'>> = {}, afterMs = 60_000): Turn {
    this.now += afterMs;
    const sayId = ++this.#lastSayId;
    return this.give({
      type: 'say',
      by,
      name: `person ${by}`,
      isGuest: false,
      isStaff: false,
      sayId,
      text: `text ${sayId}`,
      replyTo: null,
      mentions: [],
      knownSince: 0,
      follows: false,
      burst: 5,
      refillMs: 1_500,
      isEmotes: false,
      verdict: 'none',
      masks: [],
      fingerprint: sayId,
      ...say,
    });
  }
}

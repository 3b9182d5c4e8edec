import type { Person } from '../../gateway/socket/testing/person.ts';
import type { ServerMessage } from '../../schema/wire/server.ts';

export type SayAnswer = Extract<ServerMessage, { type: 'chatSaid' | 'chatRefused' }>;

/** A message with when it was first sent, and confirmed (ms since 1970). */
export interface SentMessage {
  readonly by: Person;
  readonly lot: string;
  readonly sayId: number;
  /** Unlike any other. */
  readonly text: string;
  readonly firstSentAt: number;
  confirmedAt: number | null;
  /** The number that it was confirmed under; null before, and for what was refused. */
  seq: number | null;
  isRefused: boolean;
  /** Two answers that can't both be true. */
  contradiction: string | null;
}

/** Every message that was ever sent. */
export class Talk {
  readonly sent: SentMessage[] = [];

  /** The next message of somebody in a room. */
  next(by: Person, lot: string): SentMessage {
    const sayId = this.sent.length + 1;
    const message = {
      by,
      lot,
      sayId,
      text: `message ${sayId}`,
      firstSentAt: Date.now(),
      confirmedAt: null,
      seq: null,
      isRefused: false,
      contradiction: null,
    };
    this.sent.push(message);
    return message;
  }

  /** What a message was answered; true when that is the last word. */
  learn(message: SentMessage, answer: SayAnswer): boolean {
    if (answer.type === 'chatRefused') {
      if (answer.retry) return false;
      message.isRefused = true;
      if (message.seq !== null) message.contradiction ??= `${message.seq}, and then ${answer.code}`;
      return true;
    }
    if (message.seq !== null && message.seq !== answer.seq) {
      message.contradiction ??= `message ${message.sayId} is ${message.seq}, and then ${answer.seq}`;
    }
    message.seq ??= answer.seq;
    message.confirmedAt ??= Date.now();
    return true;
  }

  /** When the first message that was sent in a room after a moment was confirmed; null while none was. */
  confirmedAgainAt(lot: string, moment: number): number | null {
    const first = this.sent.find(
      (one) => one.lot === lot && one.firstSentAt > moment && one.confirmedAt !== null,
    );
    return first?.confirmedAt ?? null;
  }
}

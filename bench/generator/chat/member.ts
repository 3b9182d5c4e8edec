import { Hearing } from '../../statistics/hearing.ts';
import { BytePattern, unsignedAt } from '../byte-pattern.ts';
import type { Connection, Listener } from '../connection.ts';
import { codeIn, seqIn, textOf } from '../server-text.ts';
import { codeOf, messageText } from './message-text.ts';
import type { Room } from './room.ts';

const heads = {
  events: new BytePattern('{"type":"chatEvents"'),
  said: new BytePattern('{"type":"chatSaid"'),
  refused: new BytePattern('{"type":"chatRefused"'),
  picture: new BytePattern('{"type":"chatRoom"'),
  snapshot: new BytePattern('{"type":"snapshot"'),
  error: new BytePattern('{"type":"error"'),
};
const sayIdKey = new BytePattern('"sayId":');

/** One connection's part in a room: it listens, and speaks if it is told to. */
export class Member implements Listener {
  readonly hearing = new Hearing();
  /** Messages of the room's own speakers that came, doubled ones included. */
  heard = 0;
  /** Messages that it was shown until it was inside. */
  shown = 0;
  /** Where its confirmed messages stand, by their counter; 0 for those that are not. */
  readonly places: number[] = [];
  /** When its messages should have been sent. */
  readonly dueMs: number[] = [];
  readonly #connection: Connection;
  readonly #room: Room;
  /** Above all that this person has used before, by the clock as a browser would. */
  readonly #firstSayId = Date.now() * 1_000;
  #nextAtMs = 0;
  #isInside = false;

  constructor(connection: Connection, room: Room) {
    this.#connection = connection;
    this.#room = room;
  }

  /** Asks to be let in. */
  enter(): void {
    const { lot, subscribes } = this.#room.plan;
    if (subscribes) this.#connection.sendText(`{"type":"subscribe","lot":"${lot}"}`);
    else this.#knock();
  }

  /** Says its next message as speaker `number`, which may be followed by another after `spacingMs`. */
  say(number: number, dueMs: number, nowMs: number, spacingMs: number): void {
    const counter = this.dueMs.push(dueMs) - 1;
    this.places.push(0);
    this.#nextAtMs = nowMs + spacingMs;
    const text = messageText(codeOf(number, counter));
    this.#connection.sendText(
      `{"type":"chatSay","lot":"${this.#room.plan.lot}","sayId":${this.#firstSayId + counter},"text":"${text}"}`,
    );
  }

  /** Whether its last message is long enough ago. */
  maySpeak(nowMs: number): boolean {
    return nowMs >= this.#nextAtMs;
  }

  /** Ends its connection at once. */
  leave(): void {
    this.#connection.destroy();
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    if (heads.events.isAt(bytes, start, end)) {
      if (this.#isInside) this.#room.events(this, bytes, start, end);
    } else if (heads.said.isAt(bytes, start, end)) this.#answered(bytes, start, end, true);
    else if (heads.refused.isAt(bytes, start, end)) this.#answered(bytes, start, end, false);
    else if (heads.picture.isAt(bytes, start, end)) this.#picture(bytes, start, end);
    else if (heads.snapshot.isAt(bytes, start, end)) this.#knock();
    else if (heads.error.isAt(bytes, start, end)) this.#room.complaint(textOf(bytes, start, end));
  }

  readEnded(): void {
    this.#room.readEnded();
  }

  lost(closeCode: number): void {
    this.#room.connectionLost(closeCode);
  }

  #knock(): void {
    this.#connection.sendText(`{"type":"chatEnter","lot":"${this.#room.plan.lot}"}`);
  }

  #picture(bytes: Uint8Array, start: number, end: number): void {
    const seq = seqIn(bytes, start, end);
    this.hearing.start(seq);
    this.#isInside = true;
    this.#room.entered(this, seq, bytes, start, end);
  }

  #answered(bytes: Uint8Array, start: number, end: number, isSaid: boolean): void {
    const at = sayIdKey.endIn(bytes, start, end);
    const counter = at < 0 ? -1 : unsignedAt(bytes, at) - this.#firstSayId;
    if (!(counter >= 0 && counter < this.dueMs.length)) return;
    if (!isSaid) {
      this.#room.refused(codeIn(bytes, start, end));
      return;
    }
    this.places[counter] = seqIn(bytes, start, end);
    this.#room.confirmed(this.dueMs[counter] as number);
  }
}

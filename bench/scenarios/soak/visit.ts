import type { ServerMessage } from '../../../schema/wire/server.ts';
import { Connection, type Listener, type Target } from '../../generator/connection.ts';
import { textOf } from '../../generator/server-text.ts';
import { until } from '../../generator/until.ts';
import type { Tally } from './tally.ts';

/** How far somebody got in a lot. */
export interface Position {
  readonly lot: string;
  readonly epoch: string;
  readonly seq: number;
}

const answerTimeoutMs = 10_000;

/** One visit to a lot: its events must follow one another without a gap, from where the visit before ended. */
export class Visit implements Listener {
  readonly #tally: Tally;
  readonly #lot: string;
  #epoch: string;
  #seq: number;
  #isReturn: boolean;
  #isServed = false;
  #isLeaving = false;
  #isEnded = false;

  private constructor(lot: string, since: Position | null, tally: Tally) {
    this.#tally = tally;
    this.#lot = lot;
    this.#epoch = since?.epoch ?? '';
    this.#seq = since?.seq ?? 0;
    this.#isReturn = since !== null;
  }

  /** Comes, watches until `stay` is over, and goes; gives how far it got, or null if it learned nothing. */
  static async pay(
    target: Target,
    {
      cookie,
      lot,
      since,
      isPolite,
    }: {
      readonly cookie: string | null;
      readonly lot: string;
      readonly since: Position | null;
      readonly isPolite: boolean;
    },
    stay: () => Promise<void>,
    tally: Tally,
  ): Promise<Position | null> {
    const visit = new Visit(lot, since, tally);
    const connection = await Connection.open(target, cookie, () => visit);
    tally.totals.visits++;
    connection.sendText('{"type":"lobby","on":true}');
    const position = since === null ? {} : { since: { epoch: since.epoch, seq: since.seq } };
    connection.sendText(JSON.stringify({ type: 'subscribe', lot, ...position }));
    if (await until(() => visit.#isServed, answerTimeoutMs)) await stay();
    else tally.fault('visitorsUnserved');
    visit.#isLeaving = true;
    if (isPolite) {
      connection.leave();
      if (!(await until(() => visit.#isEnded, answerTimeoutMs))) tally.fault('closesUnanswered');
    }
    connection.destroy();
    return visit.#isServed ? { lot, epoch: visit.#epoch, seq: visit.#seq } : null;
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    const message = JSON.parse(textOf(bytes, start, end)) as ServerMessage;
    if (message.type === 'error') this.#tally.fault(`error ${message.code}`);
    if (message.type === 'snapshot' && message.lot === this.#lot) {
      if (this.#isReturn) this.#tally.totals.startedOver++;
      this.#isReturn = false;
      this.#isServed = true;
      this.#epoch = message.epoch;
      this.#seq = message.seq;
    } else if (message.type === 'events' && message.lot === this.#lot) {
      if (this.#isReturn) this.#tally.totals.recovered++;
      this.#isReturn = false;
      this.#isServed = true;
      for (const { seq } of message.events) {
        if (seq !== this.#seq + 1) this.#tally.fault(seq > this.#seq ? 'gapsAfterReturn' : 'toldTwice');
        this.#seq = Math.max(this.#seq, seq);
      }
    }
  }

  readEnded(): void {}

  lost(closeCode: number): void {
    if (!this.#isLeaving) this.#tally.fault(`visitor cut off with ${closeCode}`);
    this.#isEnded = true;
  }
}

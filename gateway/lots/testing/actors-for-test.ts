import type { Kysely } from 'kysely';
import type { ActorClient } from '../../../actors/client.ts';
import type { Place } from '../../../actors/lane/messages.ts';
import auction from '../../../engine/auction/behaviour.ts';
import type { AuctionState } from '../../../engine/auction/state.ts';
import type { AuctionCommand } from '../../../schema/auction/commands.ts';
import type { AuctionEvent } from '../../../schema/auction/events.ts';
import { type AnswerCode, answerNumber } from '../../../schema/codes.ts';
import type { Tables } from '../../../schema/tables.ts';

interface Running {
  state: AuctionState;
  seq: number;
}

/**
 * Runs real auctions in this process, one command after the other, and writes the journal and the read model
 * as the runtime does.
 */
export class ActorsForTest implements ActorClient {
  /** Answered to the next command instead of asking the auction. */
  failNext: { code: AnswerCode; isDecided: boolean } | null = null;
  /** While set, no auction answers questions. */
  isSilent = false;

  readonly #db: Kysely<Tables>;
  readonly #now: () => number;
  readonly #running = new Map<string, Running>();

  constructor(db: Kysely<Tables>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  async command(actor: string, command: unknown) {
    const failure = this.failNext;
    this.failNext = null;
    const refused = failure && { code: answerNumber[failure.code], value: 0, flag: 0, position: 0 };
    if (refused && !failure.isDecided) return refused;

    const running = this.#of(actor);
    const { events, answer } = auction.decide(running.state, command as AuctionCommand, this.#now());
    await this.append(actor, events);
    return refused ?? { ...answer, position: answer.position || running.state.position };
  }

  async ask(actor: string, question: unknown): Promise<unknown> {
    if (this.isSilent) return null;
    const { state, seq } = this.#of(actor);
    const asked = (question as { ask: string }).ask;
    if (asked === 'place') return { seq, position: auction.position(state) };
    if (asked === 'snapshot') {
      return structuredClone({
        exists: seq > 0,
        position: auction.position(state),
        state: auction.snapshot(state),
      });
    }
    return structuredClone(auction.view(state, question));
  }

  /** Lets events have happened that were written past it. */
  skipTo(actor: string, { seq, position }: Place): void {
    const running = this.#of(actor);
    running.seq = seq;
    running.state.position = position;
  }

  /** Lets events happen, decided or not. */
  async append(actor: string, events: readonly AuctionEvent[]): Promise<void> {
    const running = this.#of(actor);
    const rows = events.map((event) => {
      running.state = auction.evolve(running.state, event);
      running.seq += 1;
      return {
        actor,
        seq: running.seq,
        epoch: 1,
        data: JSON.stringify(event),
      };
    });
    if (rows.length === 0) return;
    await this.#db.insertInto('events').values(rows).execute();
    const row = {
      seq: running.seq,
      status: auction.status(running.state),
      deadline: auction.deadline(running.state),
      summary: JSON.stringify(auction.summary(running.state)),
    };
    await this.#db
      .insertInto('actors')
      .values({ actor, slot: 0, ...row })
      .onConflict((conflict) => conflict.column('actor').doUpdateSet(row))
      .execute();
  }

  #of(actor: string): Running {
    const running = this.#running.get(actor) ?? { state: auction.initial(), seq: 0 };
    this.#running.set(actor, running);
    return running;
  }
}

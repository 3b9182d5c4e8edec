import type { Kysely } from 'kysely';
import type { ActorClient } from '../../../actors/client.ts';
import type { Place } from '../../../actors/lane/messages.ts';
import auction from '../../../engine/auction/behaviour.ts';
import chat from '../../../engine/chat/behaviour.ts';
import type { Behaviour, EventBase } from '../../../schema/behaviour.ts';
import { type AnswerCode, answerNumber } from '../../../schema/codes.ts';
import type { Tables } from '../../../schema/tables.ts';

interface Running {
  readonly behaviour: Behaviour;
  state: unknown;
  seq: number;
}

const behaviours: readonly unknown[] = [auction, chat];

/**
 * Runs real auctions and chat rooms in this process, one command after the other, and writes the journal and the read
 * model as the runtime does.
 */
export class ActorsForTest implements ActorClient {
  /** Answered to the next command instead of asking the actor. */
  failNext: { code: AnswerCode; isDecided: boolean } | null = null;
  /** While set, no actor answers questions. */
  isSilent = false;
  /** Is told of each event of a chat room as everyone in it is, as JSON text. */
  onTold: ((actor: string, text: string) => void) | null = null;

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
    const { behaviour } = running;
    const { events, answer } = behaviour.decide(running.state, command, this.#now());
    await this.append(actor, events);
    return refused ?? { ...answer, position: answer.position || behaviour.position(running.state) };
  }

  async ask(actor: string, question: unknown): Promise<unknown> {
    if (this.isSilent) return null;
    const { behaviour, state, seq } = this.#of(actor);
    const asked = (question as { ask: string }).ask;
    const position = behaviour.position(state);
    if (asked === 'place') return { seq, position };
    if (asked === 'snapshot') {
      return structuredClone({ exists: seq > 0, position, state: behaviour.snapshot(state) });
    }
    return structuredClone(behaviour.view(state, question));
  }

  /** Lets events have happened that were written past it. */
  skipTo(actor: string, { seq, position }: Place): void {
    const running = this.#of(actor);
    running.seq = seq;
    (running.state as { position: number }).position = position;
  }

  /** Lets events happen, decided or not; they make one run of the journal each, or one together. */
  async append(actor: string, events: readonly EventBase[], asOneRun = false): Promise<void> {
    const running = this.#of(actor);
    const { behaviour } = running;
    const first = running.seq + 1;
    const texts = events.map((event) => {
      running.state = behaviour.evolve(running.state, event);
      running.seq += 1;
      if (behaviour.kind === 'chat') {
        this.onTold?.(actor, behaviour.publish(running.state, event) as string);
      }
      return behaviour.record(event);
    });
    if (texts.length === 0) return;
    const runs = asOneRun ? [texts.join(',')] : texts;
    const rows = runs.map((data, n) => ({ actor, seq: first + n, epoch: 1, data }));
    await this.#db.insertInto('events').values(rows).execute();
    const row = {
      seq: running.seq,
      status: behaviour.status(running.state),
      deadline: behaviour.deadline(running.state),
      summary: JSON.stringify(behaviour.summary(running.state)),
    };
    await this.#db
      .insertInto('actors')
      .values({ actor, slot: 0, ...row })
      .onConflict((conflict) => conflict.column('actor').doUpdateSet(row))
      .execute();
  }

  /** Puts the whole state of an actor beside its journal, as the runtime does now and then. */
  async checkpoint(actor: string): Promise<void> {
    const { behaviour, state, seq } = this.#of(actor);
    const row = { seq, state: JSON.stringify(behaviour.freeze(state)) };
    await this.#db
      .insertInto('checkpoints')
      .values({ actor, ...row })
      .onConflict((conflict) => conflict.column('actor').doUpdateSet(row))
      .execute();
  }

  #of(actor: string): Running {
    const known = this.#running.get(actor);
    if (known !== undefined) return known;
    const kind = actor.slice(0, actor.indexOf('/'));
    const behaviour = (behaviours as readonly Behaviour[]).find((one) => one.kind === kind) as Behaviour;
    const running = { behaviour, state: behaviour.initial(), seq: 0 };
    this.#running.set(actor, running);
    return running;
  }
}

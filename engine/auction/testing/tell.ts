import type { AuctionCommand } from '../../../schema/auction/commands.ts';
import type { AuctionEvent } from '../../../schema/auction/events.ts';
import type { Answer } from '../../../schema/behaviour.ts';
import { type AnswerCode, answerCodes } from '../../../schema/codes.ts';
import type { AuctionDecision } from '../answers.ts';
import auction from '../behaviour.ts';
import type { FrozenAuction } from '../freeze.ts';
import { basePoints, incrementAt, minimumPoints } from '../increments.ts';
import { type AuctionState, isListed, type ListedState } from '../state.ts';
import { seller } from './rules.ts';
import type { Amount, Step, Story } from './steps.ts';

/** One command of a story with everything around it; `before` and `after` are copies that nothing changes. */
export interface Turn {
  readonly command: AuctionCommand;
  readonly now: number;
  readonly before: ListedState;
  readonly decision: AuctionDecision;
  readonly after: ListedState;
  /** What the events told everyone, in order. */
  readonly told: readonly string[];
}

/** Bid ids of two people are as far apart when they begin at the same moment: they may turn out to be one person. */
const idsApart = 100;

/** When every story begins. */
export const startOfStory = 1_700_000_000_000;

export const codeOf = (answer: Answer): AnswerCode => answerCodes[answer.code] as AnswerCode;

/** A copy of the state that went through JSON, as one that comes back from a checkpoint. */
export const copied = <S extends AuctionState>(state: S): S =>
  auction.thaw(JSON.parse(JSON.stringify(auction.freeze(state)))) as S;

/** The state as data that can be compared. */
export const frozen = (state: AuctionState): FrozenAuction => auction.freeze(state) as FrozenAuction;

function amountOf(state: ListedState, amount: Amount): number {
  const { spec } = state;
  if (amount.of === 'points') return amount.points;
  if (amount.of === 'maximum') return state.leaderMaxPoints + amount.plus;
  const step = incrementAt(spec.increments, basePoints(spec, state.pricePoints));
  return minimumPoints(spec, state.pricePoints) + amount.count * step;
}

/** Plays an auction command by command, as the runtime does, and writes down what happens. */
export class Play {
  readonly turns: Turn[] = [];
  now = startOfStory;
  state: AuctionState = auction.initial();
  readonly #bidIds = new Map<number, number[]>();
  #outageId = 0;

  /** Decides a command now, and applies and publishes its events. */
  give(command: AuctionCommand): Turn {
    const before = copied(this.state);
    const decision = auction.decide(this.state, command, this.now);
    const told: string[] = [];
    for (const event of decision.events) {
      // Events reach a replaying runtime as JSON.
      const stored: AuctionEvent = JSON.parse(JSON.stringify(event));
      this.state = auction.evolve(this.state, stored);
      const text = auction.publish(this.state, stored);
      if (text !== null) told.push(text);
    }
    const turn = {
      command,
      now: this.now,
      before: before as ListedState,
      decision,
      after: copied(this.state) as ListedState,
      told,
    };
    this.turns.push(turn);
    return turn;
  }

  /** Lets time pass. The ticks that fall due meanwhile come as late as `lateMs`. */
  passTo(at: number, lateMs = 0): void {
    for (let due = auction.deadline(this.state); due !== null && due <= at; ) {
      this.now = Math.max(this.now, due + lateMs);
      this.give(auction.tick(due));
      due = auction.deadline(this.state);
    }
    this.now = Math.max(this.now, at);
  }

  /** Does one step of a story. A bid that was received before a deadline goes before its tick. */
  step(step: Step): void {
    if (!isListed(this.state)) throw new Error('a story begins with the listing');
    const at = this.now + step.waitMs;
    const due = auction.deadline(this.state);
    const queuedMs = step.does === 'bid' ? step.queuedMs : 0;
    if (due !== null && at - queuedMs < due) this.now = at;
    else this.passTo(at);
    const by = this.state.spec.sellerId;
    switch (step.does) {
      case 'bid': {
        const ids = this.#bidIds.get(step.by) ?? [];
        this.#bidIds.set(step.by, ids);
        const known = step.again === null ? undefined : ids.at(-1 - step.again);
        const bidId = known ?? (ids.at(-1) ?? this.now * 1_000 + step.by * idsApart) + 1;
        if (known === undefined) ids.push(bidId);
        const { isMax, confirmed } = step;
        const amountPoints = amountOf(this.state, step.amount);
        const receivedAt = this.now - step.queuedMs;
        this.give({ type: 'bid', by: step.by, bidId, amountPoints, isMax, confirmed, receivedAt });
        return;
      }
      case 'wait':
        this.passTo(auction.deadline(this.state) ?? this.now, step.lateMs);
        return;
      case 'strayTick':
        this.give(auction.tick((auction.deadline(this.state) ?? this.now) + step.offMs));
        return;
      case 'outage': {
        if (step.isNew) this.#outageId += 1;
        const to = this.now - step.agoMs;
        this.give({ type: 'outage', outageId: this.#outageId, from: to - step.lastedMs, to });
        return;
      }
      case 'schedule':
        this.give({ type: 'schedule', by, startsAt: this.now + step.aheadMs });
        return;
      case 'extend':
        this.give({ type: 'extend', by, addMs: step.addMs });
        return;
      case 'hammer':
        this.give({ type: 'hammer', by, belowReserve: step.belowReserve });
        return;
      case 'revise':
        this.give({ type: 'revise', by, spec: { ...step.spec, sellerId: by } });
        return;
      case 'voidBids': {
        const person = step.person ?? this.state.leader;
        if (person !== null) this.give({ type: 'voidBids', person });
        return;
      }
      case 'merge': {
        const { leader } = this.state;
        const from = step.from === 'leader' ? leader : step.from === 'seller' ? by : step.from;
        if (from !== null) this.give({ type: 'merge', from, to: step.to });
        return;
      }
      case 'streamUp':
      case 'streamDown':
        this.give({ type: step.does });
        return;
      case 'open':
      case 'resume':
        this.give({ type: step.does, by });
        return;
      default:
        this.give({ type: step.does, by, reason: `because: ${step.does} "of it"` });
    }
  }
}

/** Plays a whole story, from the listing on; `betweenSteps` may replace the state after each step. */
export function tell(
  story: Story,
  betweenSteps: (state: AuctionState) => AuctionState = (same) => same,
): Play {
  const play = new Play();
  play.give({ type: 'list', by: seller, spec: story.spec });
  for (const step of story.steps) {
    play.step(step);
    play.state = betweenSteps(play.state);
  }
  return play;
}

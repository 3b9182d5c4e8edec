import type { ActorClient } from '../../actors/client.ts';
import type { Place } from '../../actors/lane/messages.ts';
import type { AuctionCommand } from '../../schema/auction/commands.ts';
import type { AuctionState, Bidder, OwnStanding } from '../../schema/auction/public.ts';
import type { AuctionSpec } from '../../schema/auction/spec.ts';
import { type AnswerCode, answerCodes } from '../../schema/codes.ts';
import { auctionActor } from '../../schema/ids.ts';
import { actorRefusal } from '../http/actor-refusal.ts';
import { tryAgain } from '../http/problem.ts';

/** The auctions behind the actors: typed commands and questions, with problems for what was refused. */
export interface Auctions {
  /** Commands an auction and gives the position of the event that this made; throws the refusal as a problem. */
  command(lotId: string, command: AuctionCommand): Promise<number>;
  snapshot(lotId: string): Promise<{ state: AuctionState }>;
  /** Where its journal and its public events end, at the same moment. */
  place(lotId: string): Promise<Place>;
  spec(lotId: string): Promise<AuctionSpec>;
  standing(lotId: string, by: number): Promise<OwnStanding>;
  /** These people as bidders, in their order; null for who has not bid. A guest who was merged is the account. */
  bidders(lotId: string, of: readonly number[]): Promise<(Bidder | null)[]>;
  /** Which of these people bid or sell in the lot, or won it. */
  seats(lotId: string, of: readonly number[]): Promise<number[]>;
  /** Which of these people have bids in it that a ban would make void. */
  bidsThatCount(lotId: string, of: readonly number[]): Promise<number[]>;
}

const statusOf: Readonly<Partial<Record<AnswerCode, number>>> = {
  invalid: 400,
  limit_exceeded: 400,
  not_allowed: 403,
  own_lot: 403,
  unknown_lot: 404,
  closed: 409,
  paused: 409,
  not_open: 409,
  wrong_phase: 409,
  no_bid_to_undo: 409,
  reserve_not_met: 409,
};

const sentences: Readonly<Partial<Record<AnswerCode, string>>> = {
  invalid: 'The auction does not take this',
  limit_exceeded: 'This is beyond what an auction may be asked',
  not_allowed: 'Only the seller may do this',
  own_lot: 'Nobody bids on the own lot',
  unknown_lot: 'There is no such lot',
  closed: 'The auction is over',
  paused: 'The auction is paused',
  not_open: 'Bidding has not begun',
  wrong_phase: 'The auction is not in a phase for this',
  no_bid_to_undo: 'There is no bid that could be undone',
  reserve_not_met: 'The reserve is not met; sell below it only on purpose',
  busy: 'The auction has too much to do just now',
  retry: 'It is not known whether this was done; ask again',
  halted: 'The auction was stopped after a failure; an operator has been told',
};

const retryMs = 1_000;

const refusal = (code: AnswerCode) =>
  actorRefusal({ statusOf, sentences, otherwise: 'The auction refused' }, code);

/** The auctions that these actors run. */
export function auctionsOf(actors: ActorClient): Auctions {
  async function ask<Answer>(lotId: string, question: object): Promise<Answer> {
    const answer = await actors.ask(auctionActor(lotId), question);
    if (answer === null) throw tryAgain(503, 'unavailable', 'The auction can not answer just now', retryMs);
    return answer as Answer;
  }

  return {
    async command(lotId, command) {
      const answer = await actors.command(auctionActor(lotId), command);
      const code = answerCodes[answer.code] ?? 'retry';
      if (code !== 'accepted') throw refusal(code);
      return answer.position;
    },
    snapshot: (lotId) => ask(lotId, { ask: 'snapshot' }),
    place: (lotId) => ask(lotId, { ask: 'place' }),
    spec: (lotId) => ask(lotId, { ask: 'spec' }),
    standing: (lotId, by) => ask(lotId, { ask: 'ownStanding', by }),
    bidders: (lotId, of) => ask(lotId, { ask: 'bidders', of }),
    seats: (lotId, of) => ask(lotId, { ask: 'seats', of }),
    bidsThatCount: (lotId, of) => ask(lotId, { ask: 'bidsThatCount', of }),
  };
}

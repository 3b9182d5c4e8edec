import type { InspectionParts } from './parts.ts';
import { journalOf } from './parts.ts';
import type { ActorsAnswer, Answers, DeadAnswer, InspectionRequest, TopAnswer } from './protocol.ts';
import { replay } from './replay.ts';
import { revive } from './revive.ts';
import { askShards } from './shards.ts';
import { show } from './show.ts';
import { deadCommands } from './stored.ts';
import { tail } from './tail.ts';

/** Sends one answer; resolves when there is room for the next. */
export type Send = (answer: Answers[keyof Answers]) => Promise<void>;

/** Answers a request. The signal comes when nobody waits for the answer any more. */
export async function answer(
  parts: InspectionParts,
  request: InspectionRequest,
  send: Send,
  signal: AbortSignal,
): Promise<void> {
  switch (request.request) {
    case 'top':
      return send(await top(parts, request.hottest));
    case 'actors':
      return send(await actors(parts, request.prefix, request.limit));
    case 'show':
      return send(await show(parts, request.actor, signal));
    case 'tail':
      return tail(parts, request.actor, send, signal);
    case 'replay':
      return send(await replay(parts, request.actor, request.to, signal));
    case 'dead':
      return send(await dead(parts, request.limit));
    case 'revive':
      return send(await revive(parts, request.actor));
  }
}

async function top({ lanes }: InspectionParts, hottest: number): Promise<TopAnswer> {
  const shards = await askShards(lanes, { inspect: 'shard', hottest });
  return { at: Date.now(), shards };
}

async function actors({ lanes }: InspectionParts, prefix: string, limit: number): Promise<ActorsAnswer> {
  // One more than wanted, to know whether there are more.
  const found = (await askShards(lanes, { inspect: 'actors', prefix, limit: limit + 1 }))
    .flatMap((views) => views ?? [])
    .sort((a, b) => (a.actor < b.actor ? -1 : 1));
  return { actors: found.slice(0, limit), hasMore: found.length > limit };
}

async function dead(parts: InspectionParts, limit: number): Promise<DeadAnswer> {
  const found = await deadCommands(journalOf(parts), limit + 1);
  return { dead: found.slice(0, limit), hasMore: found.length > limit };
}

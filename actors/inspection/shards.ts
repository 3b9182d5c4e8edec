import type { Lanes } from '../lane/lanes.ts';
import type { InspectQuestion } from '../lane/messages.ts';
import type { ActorDetail, ActorView, ShardView } from '../shard/inspect.ts';
import { shardOfSlot, slotOf } from '../slots.ts';
import { orAborted } from './or-aborted.ts';
import { InspectionError } from './protocol.ts';

type Question<Name> = Extract<InspectQuestion, { inspect: Name }>;
interface ShardAnswers {
  shard: ShardView;
  actors: ActorView[];
  actor: ActorDetail;
  revive: boolean;
}

/** A shard answers between two turns; one that does not for this long is stuck. */
const answerMs = 3_000;

/** Asks all shards; null stands for one that has nothing to say or is being replaced. */
export async function askShards<Name extends InspectQuestion['inspect']>(
  lanes: Lanes,
  question: Question<Name>,
): Promise<(ShardAnswers[Name] | null)[]> {
  const timeout = AbortSignal.timeout(answerMs);
  try {
    return (await orAborted(lanes.inspect(question), timeout)) as (ShardAnswers[Name] | null)[];
  } catch (error) {
    if (!timeout.aborted) throw error;
    throw new InspectionError(
      'unavailable',
      `A shard has not answered within ${answerMs} ms: it is stuck or overloaded.`,
    );
  }
}

/** Asks all shards about one actor, and gives the answer of the one that the actor lives on. */
export async function askShardOf<Name extends 'actor' | 'revive'>(
  lanes: Lanes,
  inspect: Name,
  actor: string,
): Promise<ShardAnswers[Name] | null> {
  const answers = await askShards<Name>(lanes, { inspect, actor } as Question<Name>);
  return answers[shardOfSlot(slotOf(actor), answers.length)] ?? null;
}

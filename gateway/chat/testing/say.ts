import { type AnswerCode, answerCodes } from '../../../schema/codes.ts';
import { chatActor } from '../../../schema/ids.ts';
import type { apiForTest, Visitor } from '../../lots/testing/api-for-test.ts';

type Api = Awaited<ReturnType<typeof apiForTest>>;

let lastSayId = 0;

/** Opens the room of a lot, as whoever comes in first does. */
export const enter = ({ actors }: Api, lot: string, seller: Visitor): Promise<unknown> =>
  actors.command(chatActor(lot), { type: 'open', sellerId: seller.id, guestsSpeak: true });

/** Says something in an open room, as the socket does; gives how that was answered, and the number of the message. */
export async function say(
  { actors, clock }: Api,
  lot: string,
  by: Visitor,
  text: string,
  verdict: 'none' | 'hold' = 'none',
): Promise<{ code: AnswerCode | undefined; seq: number }> {
  // Nobody speaks too fast for the room.
  clock.now += 60_000;
  lastSayId += 1;
  const { code, position } = await actors.command(chatActor(lot), {
    type: 'say',
    by: by.id,
    name: by.name,
    isGuest: false,
    isStaff: false,
    sayId: lastSayId,
    text,
    replyTo: null,
    mentions: [],
    knownSince: 0,
    follows: false,
    burst: 5,
    refillMs: 1_500,
    isEmotes: false,
    verdict,
    masks: [],
    fingerprint: lastSayId,
  });
  return { code: answerCodes[code], seq: position };
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Play, seller } from '../../../engine/chat/testing/play.ts';
import type { PublicChatEvent } from '../../../schema/chat/public.ts';
import { chatActor } from '../../../schema/ids.ts';
import type { ActorsForTest } from '../../lots/testing/actors-for-test.ts';

/** Something that happens in a room; `back` counts from its newest event, or from the first held message. */
export type Happening =
  | { readonly what: 'say' | 'hold'; readonly by: number }
  | { readonly what: 'delete' | 'release'; readonly back: number }
  | { readonly what: 'clear'; readonly person: number }
  | { readonly what: 'forget' | 'merge' | 'set' };

/**
 * Who is cleared, forgotten and merged are different people: of one to whom more than one of it happens, a room and its
 * journal may give another reason for the same gap.
 */
const speakers = [2, 3, 4, 5, 6];
const cleared = [2, 3];
const forgotten = 4;
const guest = 5;
const account = 6;

const by = fc.constantFrom(...speakers);
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ what: fc.constant('say' as const), by }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('hold' as const), by }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('delete' as const), back: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('release' as const), back: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('clear' as const), person: fc.constantFrom(...cleared) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constantFrom('forget' as const, 'merge' as const) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('set' as const) }) },
);

function happen(play: Play, one: Happening): void {
  const runs = { by: seller, isStaff: false };
  const { position, held, settings, merged, forgotten: gone } = play.state;
  switch (one.what) {
    case 'say':
    case 'hold':
      // Who is forgotten, or somebody else by now, says nothing more.
      if (gone.has(one.by) || merged.has(one.by)) return;
      play.say(one.by, { verdict: one.what === 'hold' ? 'hold' : 'none', masks: [[0, 2]] });
      return;
    case 'delete':
      play.give({ type: 'delete', ...runs, of: Math.max(1, position - one.back) });
      return;
    case 'release': {
      const of = [...held.keys()][one.back];
      if (of !== undefined) play.give({ type: 'release', ...runs, of });
      return;
    }
    case 'clear':
      play.give({ type: 'clear', ...runs, person: one.person });
      return;
    case 'forget':
      play.give({ type: 'forget', person: forgotten });
      return;
    case 'merge':
      play.give({ type: 'merge', from: guest, to: account, name: 'an account' });
      return;
    case 'set':
      play.give({ type: 'set', ...runs, settings: { slowMs: settings.slowMs === 0 ? 1 : 0 } });
      return;
  }
}

let rooms = 0;

/**
 * A room in which this has happened, as the actors run it and the journal keeps it: `runs` says how many events stand in
 * a row, again and again. Gives all that everyone was told.
 */
export async function storedRoom(
  actors: ActorsForTest,
  happenings: readonly Happening[],
  runs: readonly number[],
): Promise<{ readonly lot: string; readonly told: readonly PublicChatEvent[] }> {
  const lot = `room${++rooms}`;
  const play = Play.opened();
  for (const one of happenings) happen(play, one);
  const events = play.turns.flatMap((turn) => turn.events);
  for (let at = 0, n = 0; at < events.length; n++) {
    const size = runs[n % runs.length] as number;
    await actors.append(chatActor(lot), events.slice(at, at + size), true);
    at += size;
  }
  const told = play.turns.flatMap((turn) => turn.told);
  assert.equal(told.length, events.length);
  return { lot, told };
}

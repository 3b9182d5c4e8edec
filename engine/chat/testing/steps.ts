import fc from 'fast-check';
import type { ChatCommand } from '../../../schema/chat/commands.ts';
import type { RoomWords } from '../../../schema/chat/settings.ts';
import { limits } from '../../../schema/limits.ts';
import { Play, seller } from './play.ts';

/** Stands in texts where it is masked, and in texts that wait for a moderator: nobody else may ever read it. */
export const secret = 'SECRET';

/** What is done some time after the step before. */
export interface Step {
  readonly waitMs: number;
  readonly command: ChatCommand;
}

const person = fc.integer({ min: seller, max: 6 });
const waitMs = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * limits.sayMemoryMs }) },
);
/** Numbers of messages: most of the room's are among the first ones. */
const place = fc.integer({ min: 0, max: 40 });
const name = fc.constantFrom('Ann', 'Bo', '민수');
const staff = fc.oneof(
  { weight: 9, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constant(true) },
);

const say: fc.Arbitrary<ChatCommand> = fc
  .record({
    type: fc.constant('say' as const),
    by: person,
    name,
    isGuest: fc.boolean(),
    isStaff: staff,
    sayId: fc.integer({ min: 1, max: 30 }),
    replyTo: fc.option(place.filter((of) => of > 0)),
    mentions: fc.array(person, { maxLength: 2 }),
    knownSince: fc.constantFrom(0, 1_700_000_000_000),
    follows: fc.boolean(),
    burst: fc.integer({ min: 1, max: 5 }),
    refillMs: fc.constantFrom(1, 500, 1_500),
    isEmotes: fc.boolean(),
    verdict: fc.constantFrom(
      'none' as const,
      'none' as const,
      'mask' as const,
      'hold' as const,
      'refuse' as const,
    ),
    fingerprint: fc.integer({ min: 1, max: 12 }),
  })
  .map((told) => {
    const [text, masks] = textOf(told.verdict, told.sayId);
    return { ...told, text, masks };
  });

function textOf(verdict: string, sayId: number): [string, [number, number][]] {
  if (verdict === 'none' || verdict === 'refuse') return [`said ${sayId}`, []];
  return [`${sayId} ${secret}!`, [[`${sayId} `.length, `${sayId} ${secret}`.length]]];
}

const moderating: fc.Arbitrary<ChatCommand> = fc
  .tuple(
    fc.oneof(person, fc.constant(seller)),
    staff,
    fc.oneof(
      fc.record({
        type: fc.constant('set' as const),
        settings: fc.record(
          {
            guestsSpeak: fc.boolean(),
            slowMs: fc.constantFrom(0, 5_000),
            followersOnly: fc.boolean(),
            emotesOnly: fc.boolean(),
            raidGuard: fc.boolean(),
          },
          { requiredKeys: [] },
        ),
      }),
      fc.record({ type: fc.constant('setWords' as const), words: fc.constant<RoomWords>([]) }),
      fc.record({ type: fc.constant('appoint' as const), person, name, isModerator: fc.boolean() }),
      fc.record({ type: fc.constant('pin' as const), of: fc.option(place) }),
      fc.record({ type: fc.constantFrom('delete' as const, 'release' as const, 'drop' as const), of: place }),
      fc.record({ type: fc.constantFrom('clear' as const, 'unmute' as const), person }),
      fc.record({
        type: fc.constant('mute' as const),
        person,
        name,
        forMs: fc.option(fc.integer({ min: 1_000, max: 60_000 })),
        reason: fc.constant('because'),
      }),
    ),
  )
  .map(([by, isStaff, what]) => ({ ...what, by, isStaff }));

const other: fc.Arbitrary<ChatCommand> = fc.oneof(
  fc.constant({ type: 'crowd' as const }),
  fc.record({ type: fc.constant('merge' as const), from: person, to: person, name }),
  fc.record({ type: fc.constant('forget' as const), person: fc.integer({ min: 2, max: 6 }) }),
  fc.record({ type: fc.constant('open' as const), sellerId: person, guestsSpeak: fc.boolean() }),
);

/** Everything that is done to a room. */
export const anyStory = (): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      waitMs,
      command: fc.oneof(
        { weight: 10, arbitrary: say },
        { weight: 5, arbitrary: moderating },
        { weight: 1, arbitrary: other },
      ),
    }),
    { maxLength: 60, size: 'large' },
  );

/** Most of what is done is done to something that is there. */
function aimed({ held, recent, sanctions }: Play['state'], command: ChatCommand): ChatCommand {
  const nth = <Of>(all: readonly Of[], n: number) => (n % 8 === 7 ? undefined : all[n % all.length]);
  switch (command.type) {
    case 'release':
    case 'drop':
      return { ...command, of: nth([...held.keys()], command.of) ?? command.of };
    case 'delete':
      return { ...command, of: nth(recent, command.of)?.seq ?? command.of };
    case 'pin':
      return command.of === null ? command : { ...command, of: nth(recent, command.of)?.seq ?? command.of };
    case 'unmute':
      return { ...command, person: nth([...sanctions.keys()], command.person) ?? command.person };
    default:
      return command;
  }
}

/** Plays a whole story; `betweenSteps` may replace the state after each step. */
export function tell(
  story: readonly Step[],
  betweenSteps: (state: Play['state']) => Play['state'] = (same) => same,
): Play {
  const play = Play.opened();
  for (const { waitMs: ms, command } of story) {
    play.now += ms;
    play.give(aimed(play.state, command));
    play.state = betweenSteps(play.state);
  }
  return play;
}

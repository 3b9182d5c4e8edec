import { limits } from '../schema/limits.ts';
import type { Random } from '../testing/random.ts';
import type { Pace } from './reference/room-facts.ts';

/** What one seed has drawn of its chat rooms. Times in ms. */
export interface ChatPlan {
  readonly guestsSpeak: boolean;
  readonly pace: Pace;
  /** People who only look on and speak; every other one is a guest. */
  readonly onlookers: number;
  /** The mean time between two messages of one person. */
  readonly thinkMs: number;
  /** The mean time between two decisions of those who run a room. */
  readonly moderateMs: number;
  /** How long the word guard looks at a message, and how often it can't tell. */
  readonly guardMs: number;
  readonly guardFails: number;
  readonly limits: Partial<Record<keyof typeof limits, number>>;
}

export function drawChatPlan(random: Random): ChatPlan {
  const recent = Math.round(random.scaled(2, 40));
  const remembered = Math.round(random.scaled(2, limits.sayMemoryPerSpeaker));
  return {
    guestsSpeak: random.chance(0.8),
    pace: { burst: Math.min(random.whole(1, 6), remembered), refillMs: Math.round(random.scaled(20, 1_500)) },
    onlookers: random.whole(1, 5),
    thinkMs: random.scaled(15, 400),
    moderateMs: random.scaled(60, 800),
    guardMs: random.scaled(0.1, 10),
    guardFails: random.chance(0.3) ? random.scaled(0.01, 0.2) : 0,
    limits: {
      chatRecentMessages: recent,
      chatSnapshotMessages: Math.max(1, Math.round(recent * random.next())),
      sayMemoryPerSpeaker: remembered,
      chatDuplicateMs: Math.round(random.scaled(100, 5_000)),
      maxChatHeld: random.whole(1, 6),
      maxChatModerators: random.whole(1, 3),
      raidGuardMs: Math.round(random.scaled(200, 5_000)),
      raidSlowMs: Math.round(random.scaled(50, 2_000)),
    },
  };
}

/** Limits of what gives way, within those that go for all commands. */
export function drawYieldingLimits(
  random: Random,
  drawn: Partial<Record<keyof typeof limits, number>>,
): ChatPlan['limits'] {
  const turn = drawn.turnCommandsPerShard ?? limits.turnCommandsPerShard;
  const commit = drawn.maxCommitEvents ?? limits.maxCommitEvents;
  return {
    turnYieldingCommands: Math.round(random.scaled(1, Math.min(turn, limits.turnYieldingCommands))),
    maxCommitYieldingEvents: Math.round(
      random.scaled(1, Math.min(commit / 2, limits.maxCommitYieldingEvents)),
    ),
  };
}

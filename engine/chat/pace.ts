import type { SayCommand } from '../../schema/chat/commands.ts';
import type { AnswerCode } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import type { SpeakerMemory } from './speaker-memory.ts';
import type { ChatState } from './state.ts';

/** Why somebody has to wait, and for how long (ms). */
export interface Wait {
  readonly code: AnswerCode;
  readonly waitMs: number;
}

/**
 * A bucket of `burst` messages that gets one back each `refillMs`, as the generic cell rate algorithm (ITU-T I.371) counts
 * it: when it is full again after one more message at the time `now` (ms).
 */
export const fullAfter = (memory: SpeakerMemory | undefined, refillMs: number, now: number): number =>
  Math.max(memory?.fullAt ?? 0, now) + refillMs;

/** How long until the bucket holds one message more. */
const bucketWaitMs = ({ burst, refillMs }: SayCommand, { fullAt }: SpeakerMemory, now: number): number =>
  Math.max(0, fullAt - (burst - 1) * refillMs - now);

/** Why this message comes too soon after the person's last ones, or null. Only the bucket is for everyone. */
export function waitOf(state: ChatState, say: SayCommand, isExempt: boolean, now: number): Wait | null {
  const memory = state.speakers.get(say.by);
  const lastAt = memory?.last.at(-1)?.at;
  if (memory === undefined || lastAt === undefined) return null;
  const bucketMs = bucketWaitMs(say, memory, now);
  if (bucketMs > 0) return { code: 'rate_limited', waitMs: Math.ceil(bucketMs) };
  if (isExempt) return null;
  const slowMs = lastAt + state.settings.slowMs - now;
  if (slowMs > 0) return { code: 'slow_mode', waitMs: Math.ceil(slowMs) };
  const isNew = say.isGuest || now - say.knownSince < limits.newAccountMs;
  const guardMs = state.guardUntil > now && isNew ? lastAt + limits.raidSlowMs - now : 0;
  return guardMs > 0 ? { code: 'raid_guard', waitMs: Math.ceil(guardMs) } : null;
}

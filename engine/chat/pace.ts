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
 * How long until this person may say one message more, by a bucket of `burst` that gets one back each `refillMs`. It is
 * the generic cell rate algorithm (ITU-T I.371): each message moves the time at which the bucket is full again.
 */
function bucketWaitMs({ burst, refillMs }: SayCommand, memory: SpeakerMemory, now: number): number {
  const fullAt = memory.last.reduce((until, { at }) => Math.max(until, at) + refillMs, 0);
  return Math.max(0, fullAt - (burst - 1) * refillMs - now);
}

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

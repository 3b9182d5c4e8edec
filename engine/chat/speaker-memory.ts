import type { Said } from '../../schema/chat/events.ts';
import type { PersonId } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { ChatState } from './state.ts';

/**
 * What is remembered of one speaker: the last messages, so that a retry gets its first answer again, and so that one can
 * tell how fast somebody speaks, and whether it is the same again.
 */
export interface SpeakerMemory {
  /** The highest sayId that was forgotten; 0 if none was. */
  forgottenSayId: number;
  /** The oldest first, at most limits.sayMemoryPerSpeaker. */
  last: SaidBefore[];
  /** When the bucket is full again (ms): more than the last messages have filled it. */
  fullAt: number;
}

export interface SaidBefore {
  readonly sayId: number;
  /** Number of the message. */
  readonly seq: number;
  readonly at: number;
  readonly fingerprint: number;
  readonly isHeld: boolean;
}

/** Remembers a message that was taken, and forgets those who have not spoken for long if there are too many. */
export function remember(state: ChatState, seq: number, said: Said, isHeld: boolean): void {
  const { by, sayId, at, fingerprint, fullAt } = said;
  const memory = state.speakers.get(by) ?? { forgottenSayId: 0, last: [], fullAt };
  memory.fullAt = fullAt;
  memory.last.push({ sayId, seq, at, fingerprint, isHeld });
  trim(memory);
  // Whoever spoke last stands at the end.
  state.speakers.delete(by);
  state.speakers.set(by, memory);
  for (const [person, { last }] of state.speakers) {
    const spokeAt = last.at(-1)?.at ?? 0;
    if (state.speakers.size <= limits.maxChatSpeakers || spokeAt + limits.sayMemoryMs > at) return;
    state.speakers.delete(person);
  }
}

function trim(memory: SpeakerMemory): void {
  for (const { sayId } of memory.last.splice(0, memory.last.length - limits.sayMemoryPerSpeaker)) {
    memory.forgottenSayId = Math.max(memory.forgottenSayId, sayId);
  }
}

/** What two people remember who are one: the newer messages of both. */
export function mergeSpeakers(speakers: Map<PersonId, SpeakerMemory>, from: PersonId, to: PersonId): void {
  const guest = speakers.get(from);
  if (guest === undefined) return;
  const account = speakers.get(to) ?? { forgottenSayId: 0, last: [], fullAt: 0 };
  const last = [...account.last, ...guest.last].sort((a, b) => a.seq - b.seq);
  const memory = {
    forgottenSayId: Math.max(account.forgottenSayId, guest.forgottenSayId),
    last,
    fullAt: Math.max(account.fullAt, guest.fullAt),
  };
  trim(memory);
  speakers.delete(from);
  speakers.delete(to);
  speakers.set(to, memory);
}

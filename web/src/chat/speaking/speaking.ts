import type { ChatMine } from '../../../../schema/chat/http.ts';
import type { ChatSettings } from '../../../../schema/chat/settings.ts';
import type { Person } from '../../../../schema/http.ts';

/** Whether somebody may speak in a room; if not, why. */
export type Speaking =
  | { readonly kind: 'may' }
  /** Nobody knows who this is. */
  | { readonly kind: 'signIn' }
  /** Guests don't speak here. */
  | { readonly kind: 'account' }
  | { readonly kind: 'follow' }
  /** Until then, in ms since 1970; null: for good. */
  | { readonly kind: 'muted'; readonly until: number | null; readonly reason: string };

/** What the page knows of who looks at it. */
export interface Onlooker {
  readonly person: Person | null | undefined;
  /** What this person is in the room; null until it is known. */
  readonly mine: ChatMine | null;
  readonly settings: ChatSettings;
  readonly nowMs: number;
}

/** Whether this person may speak. Whatever is not known yet is left to the server to say. */
export function speakingOf({ person, mine, settings, nowMs }: Onlooker): Speaking {
  if (person === undefined) return { kind: 'may' };
  if (person === null) return { kind: 'signIn' };
  const muted = mine?.muted ?? null;
  if (muted !== null && (muted.until === null || muted.until > nowMs)) return { kind: 'muted', ...muted };
  if (mine === null || mine.isSeller || mine.isModerator) return { kind: 'may' };
  if (person.kind === 'guest' && !settings.guestsSpeak) return { kind: 'account' };
  if (settings.followersOnly && !mine.followsSeller) return { kind: 'follow' };
  return { kind: 'may' };
}

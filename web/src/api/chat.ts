import type { ChatHistory, ChatMine, ChatReports, ChatWords } from '../../../schema/chat/http.ts';
import type { ChatMessage } from '../../../schema/chat/public.ts';
import type { Sanction } from '../../../schema/chat/questions.ts';
import type { ChatSettings, RoomWords } from '../../../schema/chat/settings.ts';
import { request } from './request.ts';

const pathOf = (lotId: string) => `/lots/${encodeURIComponent(lotId)}/chat`;
const messagePath = (lotId: string, seq: number) => `${pathOf(lotId)}/messages/${seq}`;
const personPath = (lotId: string, personId: number) => `${pathOf(lotId)}/people/${personId}`;

/** Messages before a number, the newest first kept; with `after`, only those after that, the oldest first kept. */
export function listMessages(
  lotId: string,
  { after, before }: { readonly after?: number; readonly before: number },
  limit: number,
): Promise<ChatHistory> {
  const query = new URLSearchParams({ before: String(before), limit: String(limit) });
  if (after !== undefined) query.set('after', String(after));
  return request('GET', `${pathOf(lotId)}?${query}`);
}

/** What one is in a room, and whether one may speak there. */
export const getChatMine = (lotId: string): Promise<ChatMine> => request('GET', `${pathOf(lotId)}/mine`);

/** Changes how a room is spoken in. */
export const setChatSettings = (lotId: string, settings: Partial<ChatSettings>): Promise<unknown> =>
  request('PATCH', `${pathOf(lotId)}/settings`, settings);

/** Words that a room blocks beside those of the house. */
export const getChatWords = (lotId: string): Promise<ChatWords> => request('GET', `${pathOf(lotId)}/words`);

/** Blocks these words in a room, in the place of those before. */
export const setChatWords = (lotId: string, lists: RoomWords): Promise<unknown> =>
  request('PUT', `${pathOf(lotId)}/words`, { lists });

/** Makes somebody a moderator of a room, or no longer. */
export const appointModerator = (lotId: string, person: number, isModerator: boolean): Promise<unknown> =>
  request('POST', `${pathOf(lotId)}/moderators`, { person, isModerator });

/** Keeps a message above all others; with null, none. */
export const pinMessage = (lotId: string, message: number | null): Promise<unknown> =>
  request('POST', `${pathOf(lotId)}/pin`, { message });

/** Messages that wait for a moderator. */
export const listHeld = (lotId: string): Promise<{ readonly messages: readonly ChatMessage[] }> =>
  request('GET', `${pathOf(lotId)}/held`);

/** Shows a message that waits to everybody, or drops it. */
export const decideHeld = (lotId: string, seq: number, show: boolean): Promise<unknown> =>
  request('POST', `${pathOf(lotId)}/held/${seq}`, { show });

/** Takes a message away. */
export const deleteMessage = (lotId: string, seq: number): Promise<unknown> =>
  request('POST', `${messagePath(lotId, seq)}/delete`);

/** Says that somebody should look at a message. */
export const reportMessage = (lotId: string, seq: number, reason: string): Promise<unknown> =>
  request('POST', `${messagePath(lotId, seq)}/report`, { reason });

/** Reports that nobody has dealt with. */
export const listReports = (lotId: string): Promise<ChatReports> =>
  request('GET', `${pathOf(lotId)}/reports`);

/** Says that a report has been dealt with. */
export const closeReport = (lotId: string, report: number): Promise<unknown> =>
  request('POST', `${pathOf(lotId)}/reports/${report}/close`);

/** People who may not speak in a room. */
export const listSanctions = (lotId: string): Promise<{ readonly people: readonly Sanction[] }> =>
  request('GET', `${pathOf(lotId)}/people`);

/** Takes all away that somebody has said. */
export const clearPerson = (lotId: string, personId: number): Promise<unknown> =>
  request('POST', `${personPath(lotId, personId)}/clear`);

/** Lets somebody not speak for a time, or with null for good. */
export const mutePerson = (
  lotId: string,
  personId: number,
  reason: string,
  forMs: number | null,
): Promise<unknown> =>
  request('POST', `${personPath(lotId, personId)}/mute`, forMs === null ? { reason } : { reason, forMs });

/** Lets somebody speak again. */
export const unmutePerson = (lotId: string, personId: number): Promise<unknown> =>
  request('POST', `${personPath(lotId, personId)}/unmute`);

/** Follows a seller, or no longer. */
export const followPerson = (personId: number, follows: boolean): Promise<unknown> =>
  request(follows ? 'PUT' : 'DELETE', `/people/${personId}/follow`);

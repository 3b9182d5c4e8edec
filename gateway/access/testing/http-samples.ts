import { plainRules } from '../../socket/testing/lots.ts';
import type { Player } from './cast.ts';

/** A request that is done if it is let through. */
export interface Sample {
  readonly path: string;
  readonly body?: object;
  /** What the route itself refuses this player, whom the declaration lets through. */
  readonly refuses?: string | undefined;
  /** False: nothing is known of the route, so that it may refuse what it was sent for reasons of its own. */
  readonly isSound: boolean;
}

interface Circumstances {
  /** The lot that it is about, if it is about one. */
  readonly lot: string | null;
  readonly player: Player;
  readonly now: number;
}

type Part = Partial<Omit<Sample, 'isSound'>>;
const reason = { reason: 'a test' };
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0, 0xff, 0xd9]).toString('base64');

const nothing = (): Part => ({});
const nobody: Part = { refuses: 'not_found' };
const noMessage: Part = { refuses: 'no_such_message' };
/** Names nothing, in the place of whatever a path names. */
const placeholder = '999999999';

/** What a request needs besides its route, to be done. */
const samples: Readonly<Record<string, (about: Circumstances) => Part>> = {
  'GET /api/docs/{file}': () => ({ path: '/api/docs/start.js' }),
  'GET /*': () => ({ path: '/' }),
  'POST /api/guests': () => ({ body: { name: 'A name' } }),
  'DELETE /api/me': nothing,
  'PATCH /api/me': () => ({ body: { language: 'en' } }),
  'POST /api/me/delete': () => ({ body: { confirm: 'another name' }, refuses: 'invalid' }),
  'POST /api/admin/people/{id}/ban': () => ({ body: reason, ...nobody }),
  'POST /api/admin/people/{id}/unban': () => nobody,
  'POST /api/admin/people/{id}/role': () => ({ body: { role: 'user' }, ...nobody }),
  'POST /api/admin/people/{id}/sign-out': () => nobody,
  'DELETE /api/sessions': nothing,
  'POST /api/session/refresh': ({ player }) => ({
    refuses: player.session === undefined ? 'not_signed_in' : undefined,
  }),
  'DELETE /api/sessions/{session}': ({ player }) => ({
    path: `/api/sessions/${player.session?.id ?? 'none'}`,
  }),
  'POST /api/lots': () => ({ body: { title: 'A lot', rules: plainRules } }),
  'PATCH /api/lots/{id}': () => ({ body: { title: 'Another title' } }),
  'POST /api/lots/{id}/thumbnail': () => ({ body: { jpeg } }),
  'POST /api/lots/{id}/schedule': ({ now }) => ({ body: { startsAt: now + 60_000 } }),
  'POST /api/lots/{id}/open': nothing,
  'POST /api/lots/{id}/pause': nothing,
  'POST /api/lots/{id}/resume': nothing,
  'POST /api/lots/{id}/hammer': nothing,
  'POST /api/lots/{id}/extend': () => ({ body: { addMs: 60_000 } }),
  'POST /api/lots/{id}/cancel': () => ({ body: reason }),
  'POST /api/lots/{id}/undo': () => ({ body: reason }),
  'PATCH /api/lots/{id}/chat/settings': () => ({ body: { slowMs: 1_000 } }),
  'PUT /api/lots/{id}/chat/words': () => ({ body: { lists: [{ action: 'mask', words: ['a word'] }] } }),
  'POST /api/lots/{id}/chat/moderators': () => ({
    body: { person: Number(placeholder), isModerator: true },
    ...nobody,
  }),
  'POST /api/lots/{id}/chat/pin': () => ({ body: { message: null } }),
  'POST /api/lots/{id}/chat/held/{seq}': () => ({ body: { show: true }, ...noMessage }),
  'POST /api/lots/{id}/chat/messages/{seq}/delete': () => noMessage,
  'POST /api/lots/{id}/chat/messages/{seq}/report': () => ({ body: reason, ...noMessage }),
  'POST /api/lots/{id}/chat/reports/{report}/close': () => nobody,
  'POST /api/lots/{id}/chat/people/{person}/clear': () => nobody,
  'POST /api/lots/{id}/chat/people/{person}/mute': () => ({ body: reason, ...nobody }),
  'POST /api/lots/{id}/chat/people/{person}/unmute': () => nobody,
  'PUT /api/people/{id}/follow': () => nobody,
  'DELETE /api/people/{id}/follow': () => nobody,
};

/** A request for this route by this player. */
export function sampleOf(route: string, about: Circumstances): Sample {
  const [method = '', pattern = ''] = route.split(' ');
  const path = about.lot === null ? pattern : pattern.replace('{id}', about.lot);
  const body = method === 'POST' || method === 'PATCH' ? { body: {} } : {};
  const sample = { path, ...body, ...samples[route]?.(about) };
  const hasPath = !sample.path.includes('{');
  const isSound = route in samples || (method === 'GET' && hasPath);
  return { ...sample, path: sample.path.replace(/\{\w+\}/g, placeholder), isSound };
}

import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  chatAppointSchema,
  chatHeldDecisionSchema,
  chatHeldSchema,
  chatMuteSchema,
  chatPinSchema,
  chatReportsSchema,
  chatSanctionsSchema,
  chatSettingsEditSchema,
  chatWordsSchema,
} from '../../../schema/chat/http.ts';
import type { ChatSettings } from '../../../schema/chat/settings.ts';
import { commandDoneSchema } from '../../../schema/http.ts';
import { lotIdSchema, personIdSchema } from '../../../schema/ids.ts';
import { type ApiEnv, newRoutes } from '../../http/api-env.ts';
import { describe, jsonBody, problems } from '../../http/describe.ts';
import { ProblemError } from '../../http/problem.ts';
import { signedIn } from '../../http/signed-in.ts';
import type { ChatParts } from '../routes.ts';
import { problemOfRoomWords } from '../words/room-words.ts';
import { closeReport, openReports } from './reports.ts';
import { RoomActions, type RoomActor } from './room-actions.ts';

const tags = ['Chat moderation'];
const number = z.coerce.number().pipe(z.int().positive());
const params = z.object({ id: lotIdSchema });
const messageParams = params.extend({ seq: number });
const personParams = params.extend({ person: z.coerce.number().pipe(personIdSchema) });
const reportParams = params.extend({ report: number });
const done = describe(200, 'Done; the room is being told', commandDoneSchema);

const settings = createRoute({
  method: 'patch',
  path: '/api/lots/{id}/chat/settings',
  summary: 'Change how the room is to be spoken in',
  tags,
  request: { params, body: jsonBody(chatSettingsEditSchema) },
  responses: done,
});

const showWords = createRoute({
  method: 'get',
  path: '/api/lots/{id}/chat/words',
  summary: 'Words that the room blocks beside those of the house',
  tags,
  request: { params },
  responses: describe(200, 'The lists of the room', chatWordsSchema),
});

const setWords = createRoute({
  method: 'put',
  path: '/api/lots/{id}/chat/words',
  summary: 'Set these words',
  tags,
  request: { params, body: jsonBody(chatWordsSchema) },
  responses: done,
});

const appoint = createRoute({
  method: 'post',
  path: '/api/lots/{id}/chat/moderators',
  summary: 'Name somebody a moderator of the room, or take that back',
  tags,
  request: { params, body: jsonBody(chatAppointSchema) },
  responses: done,
});

const pin = createRoute({
  method: 'post',
  path: '/api/lots/{id}/chat/pin',
  summary: 'Pin a message, or none',
  tags,
  request: { params, body: jsonBody(chatPinSchema) },
  responses: done,
});

const held = createRoute({
  method: 'get',
  path: '/api/lots/{id}/chat/held',
  summary: 'Messages that wait for a moderator',
  tags,
  request: { params },
  responses: describe(200, 'The messages, the oldest first, with what would be masked', chatHeldSchema),
});

const decideHeld = createRoute({
  method: 'post',
  path: '/api/lots/{id}/chat/held/{seq}',
  summary: 'Show a message that waits to everyone, or drop it',
  tags,
  request: { params: messageParams, body: jsonBody(chatHeldDecisionSchema) },
  responses: done,
});

const remove = createRoute({
  method: 'post',
  path: '/api/lots/{id}/chat/messages/{seq}/delete',
  summary: 'Take a message away; its place stays',
  tags,
  request: { params: messageParams },
  responses: done,
});

const reports = createRoute({
  method: 'get',
  path: '/api/lots/{id}/chat/reports',
  summary: 'Reports that nobody has dealt with',
  tags,
  request: { params },
  responses: describe(200, 'The reports, the oldest first', chatReportsSchema),
});

const close = createRoute({
  method: 'post',
  path: '/api/lots/{id}/chat/reports/{report}/close',
  summary: 'Note that a report was dealt with',
  tags,
  request: { params: reportParams },
  responses: { 204: { description: 'It is no longer listed' }, ...problems },
});

const sanctions = createRoute({
  method: 'get',
  path: '/api/lots/{id}/chat/people',
  summary: 'People who may not speak in the room',
  tags,
  request: { params },
  responses: describe(200, 'The people, with until when and why', chatSanctionsSchema),
});

const clear = createRoute({
  method: 'post',
  path: '/api/lots/{id}/chat/people/{person}/clear',
  summary: 'Take away all that somebody has said so far',
  tags,
  request: { params: personParams },
  responses: done,
});

const mute = createRoute({
  method: 'post',
  path: '/api/lots/{id}/chat/people/{person}/mute',
  summary: 'Keep somebody from speaking, for a time or for good',
  tags,
  request: { params: personParams, body: jsonBody(chatMuteSchema) },
  responses: done,
});

const unmute = createRoute({
  method: 'post',
  path: '/api/lots/{id}/chat/people/{person}/unmute',
  summary: 'Let somebody speak again',
  tags,
  request: { params: personParams },
  responses: done,
});

/** Chat rooms for those who run them: the seller, the moderators whom that one names, and staff of the site. */
export function chatModerationRoutes(parts: ChatParts) {
  const { db, rooms, now } = parts;
  const actions = new RoomActions(parts);

  return newRoutes()
    .openapi(settings, async (c) => {
      const { id } = c.req.valid('param');
      const edit = c.req.valid('json') as Partial<ChatSettings>;
      return c.json({ seq: await actions.setSettings(actorOf(c), id, edit) }, 200);
    })
    .openapi(showWords, async (c) => {
      return c.json({ lists: await rooms.ask(c.req.valid('param').id, { ask: 'words' }) }, 200);
    })
    .openapi(setWords, async (c) => {
      const { id } = c.req.valid('param');
      const { lists } = c.req.valid('json');
      // Nobody could speak in a room whose words can't be looked for.
      const problem = problemOfRoomWords(lists);
      if (problem !== null) throw new ProblemError(400, 'invalid', problem);
      return c.json({ seq: await actions.setWords(actorOf(c), id, lists) }, 200);
    })
    .openapi(appoint, async (c) => {
      const { person, isModerator } = c.req.valid('json');
      const { id } = c.req.valid('param');
      return c.json({ seq: await actions.appoint(actorOf(c), id, person, isModerator) }, 200);
    })
    .openapi(pin, async (c) => {
      const { id } = c.req.valid('param');
      return c.json({ seq: await actions.pin(actorOf(c), id, c.req.valid('json').message) }, 200);
    })
    .openapi(held, async (c) => {
      const messages = await rooms.ask(c.req.valid('param').id, { ask: 'held' });
      return c.json({ messages: [...messages] }, 200);
    })
    .openapi(decideHeld, async (c) => {
      const { id, seq } = c.req.valid('param');
      return c.json({ seq: await actions.decideHeld(actorOf(c), id, seq, c.req.valid('json').show) }, 200);
    })
    .openapi(remove, async (c) => {
      const { id, seq } = c.req.valid('param');
      return c.json({ seq: await actions.delete(actorOf(c), id, seq) }, 200);
    })
    .openapi(reports, async (c) => c.json(await openReports(parts, c.req.valid('param').id), 200))
    .openapi(close, async (c) => {
      const { id, report } = c.req.valid('param');
      await closeReport({ db, now }, actorOf(c), { lot: id, report });
      return c.body(null, 204);
    })
    .openapi(sanctions, async (c) => {
      const all = await rooms.ask(c.req.valid('param').id, { ask: 'sanctions' });
      const people = all.filter(({ until }) => until === null || until > now());
      return c.json({ people }, 200);
    })
    .openapi(clear, async (c) => {
      const { id, person } = c.req.valid('param');
      return c.json({ seq: await actions.clear(actorOf(c), id, person) }, 200);
    })
    .openapi(mute, async (c) => {
      const { id, person } = c.req.valid('param');
      const { forMs = null, reason } = c.req.valid('json');
      return c.json({ seq: await actions.mute(actorOf(c), id, person, { forMs, reason }) }, 200);
    })
    .openapi(unmute, async (c) => {
      const { id, person } = c.req.valid('param');
      return c.json({ seq: await actions.unmute(actorOf(c), id, person) }, 200);
    });
}

function actorOf(c: Context<ApiEnv>): RoomActor {
  const { id, role } = signedIn(c);
  return { by: id, isStaff: role !== 'user', requestId: c.env.requestId };
}

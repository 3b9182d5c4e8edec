import { createRoute, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import {
  chatHistoryQuerySchema,
  chatHistorySchema,
  chatMineSchema,
  chatReportSchema,
  followSchema,
} from '../../schema/chat/http.ts';
import { lotIdSchema, personIdSchema } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import { newRoutes } from '../http/api-env.ts';
import { describe, jsonBody, problems } from '../http/describe.ts';
import { type RateCounting, RateLimit } from '../http/rate-limit.ts';
import { signedIn } from '../http/signed-in.ts';
import { visibleLot } from '../lots/find-lot.ts';
import { chatHistory } from './history/history.ts';
import type { RecentMessages } from './history/recent/recent-messages.ts';
import { reportMessage } from './moderation/reports.ts';
import { follow, follows, unfollow } from './people/follows.ts';
import type { Rooms } from './rooms.ts';

export interface ChatParts {
  readonly db: Kysely<Tables>;
  readonly rooms: Rooms;
  readonly recent: RecentMessages;
  /** Is told when somebody follows a seller, or does no longer. */
  readonly onFollow?: (person: number, seller: number, follows: boolean) => void;
  readonly now: () => number;
  readonly rates: RateCounting;
}

const tags = ['Chat'];
const lotParams = z.object({ id: lotIdSchema });
const personParams = z.object({ id: z.coerce.number().pipe(personIdSchema) });
const messageParams = lotParams.extend({ seq: z.coerce.number().pipe(z.int().positive()) });

const history = createRoute({
  method: 'get',
  path: '/api/lots/{id}/chat',
  summary: 'Messages of the room: the latest, earlier ones, or those that were missed',
  tags,
  request: { params: lotParams, query: chatHistoryQuerySchema },
  responses: describe(200, 'A page of messages', chatHistorySchema),
});

const mine = createRoute({
  method: 'get',
  path: '/api/lots/{id}/chat/mine',
  summary: 'What I am in the room',
  tags,
  request: { params: lotParams },
  responses: describe(200, 'What I am, and whether I may speak', chatMineSchema),
});

const report = createRoute({
  method: 'post',
  path: '/api/lots/{id}/chat/messages/{seq}/report',
  summary: 'Report a message to those who run the room',
  description: 'A second report of the same message by the same person changes nothing.',
  tags,
  request: { params: messageParams, body: jsonBody(chatReportSchema) },
  responses: {
    204: { description: 'Those who run the room see it, with the message as it is now' },
    ...problems,
  },
});

const followSeller = createRoute({
  method: 'put',
  path: '/api/people/{id}/follow',
  summary: 'Follow a seller',
  tags,
  request: { params: personParams },
  responses: describe(200, 'I follow this seller', followSchema),
});

const unfollowSeller = createRoute({
  method: 'delete',
  path: '/api/people/{id}/follow',
  summary: 'Follow a seller no longer',
  tags,
  request: { params: personParams },
  responses: describe(200, 'I do not follow this seller', followSchema),
});

/** Chat rooms for those who are in them: what was said, what one is there, reports; and following a seller. */
export function chatRoutes(parts: ChatParts) {
  const { db, rooms, now, onFollow } = parts;
  const reportRate = new RateLimit(
    { name: 'chat-reports', perMinute: limits.reportsPerMinute, message: 'Too many reports at a time' },
    parts.rates,
  );

  return newRoutes()
    .openapi(history, async (c) => {
      const { id } = c.req.valid('param');
      await visibleLot(db, id, c.get('person'));
      return c.json(await chatHistory(parts, id, c.req.valid('query')), 200);
    })
    .openapi(mine, async (c) => {
      const { id } = c.req.valid('param');
      const person = signedIn(c);
      const { seller } = await visibleLot(db, id, person);
      const { isModerator, muted } = await rooms.ask(id, { ask: 'standing', by: person.id });
      const isMuted = muted !== null && (muted.until === null || muted.until > now());
      return c.json(
        {
          isSeller: person.id === seller.id,
          isModerator: isModerator || person.role !== 'user',
          muted: isMuted ? muted : null,
          followsSeller: await follows(db, person.id, seller.id),
        },
        200,
      );
    })
    .openapi(report, async (c) => {
      const { id, seq } = c.req.valid('param');
      const person = signedIn(c);
      await visibleLot(db, id, person);
      await reportRate.take(String(person.id));
      const actor = { by: person.id, requestId: c.env.requestId };
      await reportMessage(parts, actor, { lot: id, seq, reason: c.req.valid('json').reason });
      return c.body(null, 204);
    })
    .openapi(followSeller, async (c) => {
      const { id } = signedIn(c);
      const seller = await follow(parts, id, c.req.valid('param').id);
      onFollow?.(id, seller, true);
      return c.json({ follows: true }, 200);
    })
    .openapi(unfollowSeller, async (c) => {
      const { id } = signedIn(c);
      const seller = await unfollow(parts, id, c.req.valid('param').id);
      onFollow?.(id, seller, false);
      return c.json({ follows: false }, 200);
    });
}

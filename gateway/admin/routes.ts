import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import {
  adminPeopleQuerySchema,
  adminPeopleSchema,
  adminPersonDetailSchema,
  auditPageSchema,
  auditQuerySchema,
  banSchema,
  roleChangeSchema,
} from '../../schema/http.ts';
import { personIdSchema } from '../../schema/ids.ts';
import type { Tables } from '../../schema/tables.ts';
import { type ApiEnv, newRoutes } from '../http/api-env.ts';
import { describe, jsonBody } from '../http/describe.ts';
import { signedIn } from '../http/signed-in.ts';
import { type Actor, auditPage } from './audit.ts';
import { findPeople, showPerson } from './find-people.ts';
import type { StaffActions } from './staff-actions.ts';

export interface AdminParts {
  readonly db: Kysely<Tables>;
  readonly staff: StaffActions;
  readonly now: () => number;
}

const tags = ['Admins'];
const params = z.object({ id: z.coerce.number().pipe(personIdSchema) });
const personAfter = describe(200, 'The person afterwards', adminPersonDetailSchema);

const find = createRoute({
  method: 'get',
  path: '/api/admin/people',
  summary: 'Find people by a part of the name, or by the id',
  tags,
  request: { query: adminPeopleQuerySchema },
  responses: describe(200, 'A page of people, the newest first', adminPeopleSchema),
});

const show = createRoute({
  method: 'get',
  path: '/api/admin/people/{id}',
  summary: 'One person, with ways to sign in and browsers',
  tags,
  request: { params },
  responses: describe(200, 'The person', adminPersonDetailSchema),
});

const ban = createRoute({
  method: 'post',
  path: '/api/admin/people/{id}/ban',
  summary: 'Shut a person out, until a time or for good: sessions end, and bids in live lots are void',
  tags,
  request: { params, body: jsonBody(banSchema) },
  responses: personAfter,
});

const unban = createRoute({
  method: 'post',
  path: '/api/admin/people/{id}/unban',
  summary: 'Let a person in again; bids that were made void stay so',
  tags,
  request: { params },
  responses: personAfter,
});

const changeRole = createRoute({
  method: 'post',
  path: '/api/admin/people/{id}/role',
  summary: 'Give an account another role; it has to sign in again',
  tags,
  request: { params, body: jsonBody(roleChangeSchema) },
  responses: personAfter,
});

const signOut = createRoute({
  method: 'post',
  path: '/api/admin/people/{id}/sign-out',
  summary: 'Sign a person out everywhere',
  tags,
  request: { params },
  responses: personAfter,
});

const audit = createRoute({
  method: 'get',
  path: '/api/admin/audit',
  summary: 'What was done to people, and by whom',
  tags,
  request: { query: auditQuerySchema },
  responses: describe(200, 'A page of the record, the newest first', auditPageSchema),
});

/** What admins see of people and do to them. */
export function adminRoutes({ db, staff, now }: AdminParts) {
  return newRoutes()
    .openapi(find, async (c) => c.json(await findPeople(db, c.req.valid('query'), now()), 200))
    .openapi(show, async (c) => c.json(await showPerson(db, c.req.valid('param').id, now()), 200))
    .openapi(ban, async (c) => {
      const { id } = c.req.valid('param');
      const { reason, until = null } = c.req.valid('json');
      await staff.ban(actorOf(c), id, { reason, until });
      return c.json(await showPerson(db, id, now()), 200);
    })
    .openapi(unban, async (c) => {
      const { id } = c.req.valid('param');
      await staff.unban(actorOf(c), id);
      return c.json(await showPerson(db, id, now()), 200);
    })
    .openapi(changeRole, async (c) => {
      const { id } = c.req.valid('param');
      await staff.changeRole(actorOf(c), id, c.req.valid('json').role);
      return c.json(await showPerson(db, id, now()), 200);
    })
    .openapi(signOut, async (c) => {
      const { id } = c.req.valid('param');
      await staff.signOut(actorOf(c), id);
      return c.json(await showPerson(db, id, now()), 200);
    })
    .openapi(audit, async (c) => c.json(await auditPage(db, c.req.valid('query')), 200));
}

const actorOf = (c: Context<ApiEnv>): Actor => ({ by: signedIn(c).id, requestId: c.env.requestId });

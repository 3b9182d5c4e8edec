import { createRoute, z } from '@hono/zod-openapi';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../schema/tables.ts';
import { newRoutes } from './api-env.ts';
import { describe } from './describe.ts';
import { tryAgain } from './problem.ts';

const health = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Whether the server can answer',
  tags: ['Service'],
  responses: describe(200, 'It can', z.object({ status: z.literal('ok') })),
});

/** Tells a load balancer whether to send people here. */
export function healthRoutes(db: Kysely<Tables>) {
  return newRoutes().openapi(health, async (c) => {
    try {
      await sql`select 1`.execute(db);
    } catch {
      throw tryAgain(503, 'unavailable', 'The database does not answer', 1_000);
    }
    return c.json({ status: 'ok' as const }, 200);
  });
}

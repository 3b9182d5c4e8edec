import { createRoute, z } from '@hono/zod-openapi';
import { newRoutes } from '../http/api-env.ts';
import { describe } from '../http/describe.ts';
import type { People } from './people.ts';

const cacheSeconds = 60;

const route = createRoute({
  method: 'get',
  path: '/.well-known/jwks.json',
  summary: 'Keys with which anybody may check access tokens (RFC 7517)',
  tags: ['People'],
  responses: describe(200, 'The public keys', z.object({ keys: z.array(z.record(z.string(), z.string())) })),
});

/** The public keys of access tokens. */
export function jwksRoutes({ publicKeys }: Pick<People, 'publicKeys'>) {
  return newRoutes().openapi(route, (c) => {
    // Less than a new key is known before it signs.
    c.header('cache-control', `public, max-age=${cacheSeconds}`);
    return c.json({ keys: publicKeys().keys as Array<Record<string, string>> }, 200);
  });
}

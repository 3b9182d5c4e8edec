import { createRoute } from '@hono/zod-openapi';
import { type MediaSetup, mediaSetupSchema } from '../../schema/http.ts';
import { newRoutes } from '../http/api-env.ts';
import { describe } from '../http/describe.ts';

const setup = createRoute({
  method: 'get',
  path: '/api/media',
  summary: 'What a browser needs for live video, or why there is none',
  tags: ['Service'],
  responses: describe(200, 'What it can take and send', mediaSetupSchema),
});

export function mediaRoutes(mediaSetup: () => MediaSetup) {
  return newRoutes().openapi(setup, (c) => c.json(mediaSetup(), 200));
}

import { createRoute, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import { thumbnailSchema } from '../../schema/http.ts';
import { lotIdSchema } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import { newRoutes } from '../http/api-env.ts';
import { BoundedMap } from '../http/bounded-map.ts';
import { describe, jsonBody, problems } from '../http/describe.ts';
import { ProblemError } from '../http/problem.ts';
import { visibleLot } from '../lots/find-lot.ts';

const params = z.object({ id: lotIdSchema });
const tags = ['Video'];

const put = createRoute({
  method: 'post',
  path: '/api/lots/{id}/thumbnail',
  summary: 'Show lists what is on air',
  tags,
  request: { params, body: jsonBody(thumbnailSchema) },
  responses: describe(201, 'Taken', z.object({ bytes: z.int() })),
});

const get = createRoute({
  method: 'get',
  path: '/api/lots/{id}/thumbnail',
  summary: 'What was on air a moment ago',
  tags,
  request: { params },
  responses: {
    200: { description: 'A JPEG', content: { 'image/jpeg': { schema: z.string() } } },
    204: { description: 'None yet' },
    ...problems,
  },
});

/**
 * A small picture of each lot on air. They live in memory only: the next one comes within seconds. What a
 * seller's browser sends is passed on as it is, but never as anything that a browser could run.
 */
export function thumbnailRoutes(db: Kysely<Tables>) {
  const thumbnails = new BoundedMap<string, Uint8Array<ArrayBuffer>>(limits.maxThumbnails);
  return newRoutes()
    .openapi(put, (c) => {
      const jpeg = new Uint8Array(Buffer.from(c.req.valid('json').jpeg, 'base64'));
      if (!isJpeg(jpeg)) throw new ProblemError(400, 'invalid', 'The picture is no JPEG');
      thumbnails.set(c.req.valid('param').id, jpeg);
      return c.json({ bytes: jpeg.length }, 201);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid('param');
      await visibleLot(db, id, c.get('person'));
      const jpeg = thumbnails.get(id);
      // Not an error: every list asks before the first one has come.
      if (jpeg === undefined) return c.body(null, 204);
      return c.body(jpeg, 200, {
        'content-type': 'image/jpeg',
        'cache-control': `private, max-age=${limits.thumbnailMs / 1_000}`,
      });
    });
}

/** JPEG begins and ends with these markers (ITU-T T.81, annex B: SOI, EOI). */
const isJpeg = (bytes: Uint8Array): boolean =>
  bytes.length > 4 &&
  bytes[0] === 0xff &&
  bytes[1] === 0xd8 &&
  bytes[2] === 0xff &&
  bytes.at(-2) === 0xff &&
  bytes.at(-1) === 0xd9;

import { createRoute, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import { personIdSchema } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import { newRoutes } from '../http/api-env.ts';
import { problems } from '../http/describe.ts';

const types = ['image/webp', 'image/png', 'image/jpeg'] as const;
type PictureType = (typeof types)[number];

interface Picture {
  readonly type: PictureType;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, n) => bytes[n] === byte);
const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];

/** By the first bytes of each format: what a file calls itself is not relied on. */
const isOfType: Readonly<Record<PictureType, (bytes: Uint8Array) => boolean>> = {
  'image/webp': (bytes) =>
    startsWith(bytes, ...ascii('RIFF')) && startsWith(bytes.subarray(8), ...ascii('WEBPVP8')),
  'image/png': (bytes) => startsWith(bytes, 0x89, ...ascii('PNG\r\n\u001a\n')),
  'image/jpeg': (bytes) => startsWith(bytes, 0xff, 0xd8, 0xff),
};

/** The picture in a data URL, or null if its bytes are not what it says. */
export function pictureIn(dataUrl: string): Picture | null {
  const [head = '', data = ''] = dataUrl.split(',', 2);
  const type = types.find((one) => head === `data:${one};base64`);
  if (type === undefined) return null;
  const bytes = new Uint8Array(Buffer.from(data, 'base64'));
  return isOfType[type](bytes) ? { type, bytes } : null;
}

const picture = { schema: z.string() };

const show = createRoute({
  method: 'get',
  path: '/api/people/{id}/avatar',
  summary: 'The picture that somebody has chosen',
  tags: ['People'],
  request: { params: z.object({ id: z.coerce.number().pipe(personIdSchema) }) },
  responses: {
    200: {
      description: 'The picture',
      content: { 'image/webp': picture, 'image/png': picture, 'image/jpeg': picture },
    },
    204: { description: 'None' },
    ...problems,
  },
});

/** Pictures of people, passed on as they are, but never as anything that a browser could run. */
export function avatarRoutes(db: Kysely<Tables>) {
  return newRoutes().openapi(show, async (c) => {
    const { id } = c.req.valid('param');
    const row = await db.selectFrom('persons').select('avatar').where('id', '=', id).executeTakeFirst();
    const found = row?.avatar ? pictureIn(row.avatar) : null;
    // Not an error: most people have none, and nobody need learn who exists.
    if (found === null) return c.body(null, 204);
    return c.body(found.bytes, 200, {
      'content-type': found.type,
      'cache-control': `private, max-age=${limits.avatarMs / 1_000}`,
    });
  });
}

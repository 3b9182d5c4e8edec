import { createRoute, z } from '@hono/zod-openapi';
import { accountDeletionSchema, personSchema, profileEditSchema } from '../../schema/http.ts';
import { limits } from '../../schema/limits.ts';
import { newRoutes } from '../http/api-env.ts';
import { describe, jsonBody, problems } from '../http/describe.ts';
import { tryAgain } from '../http/problem.ts';
import { type RateCounting, RateLimit } from '../http/rate-limit.ts';
import { signedIn } from '../http/signed-in.ts';
import { forgetSessionCookies } from './cookie.ts';
import { type DeletionParts, deleteAccount } from './delete-account.ts';
import { editProfile } from './edit-profile.ts';
import { exportData } from './export-data.ts';

export interface ProfileParts extends DeletionParts {
  readonly rates: RateCounting;
  /** Is told when somebody is called otherwise, or is gone. */
  readonly onRenamed?: (person: number) => void;
}

const tags = ['People'];
const exportRetryMs = 30_000;

const edit = createRoute({
  method: 'patch',
  path: '/api/me',
  summary: 'Change what I am called, my picture, my language',
  description: 'Tokens tell of a new name from their next renewal on.',
  tags,
  request: { body: jsonBody(profileEditSchema) },
  responses: describe(200, 'Who I am now', personSchema),
});

const exportAll = createRoute({
  method: 'get',
  path: '/api/me/export',
  summary: 'All that is kept of me, as JSON',
  description:
    'The bids and messages of all lots are looked through, so that once or twice a minute have to do.',
  tags,
  responses: {
    200: {
      description: 'Profile, ways to sign in, browsers, whom one follows, reports, lots, bids and messages',
      content: { 'application/json': { schema: z.looseObject({}) } },
    },
    ...problems,
  },
});

const remove = createRoute({
  method: 'post',
  path: '/api/me/delete',
  summary: 'Delete my account; bids stay, by a deleted account, and what I said in chat rooms goes',
  tags,
  request: { body: jsonBody(accountDeletionSchema) },
  responses: { 204: { description: 'Deleted, and signed out everywhere' }, ...problems },
});

/** What people do with what is kept of them. */
export function profileRoutes(parts: ProfileParts) {
  const { db } = parts;
  const exportRate = new RateLimit(
    { name: 'export', perMinute: limits.exportsPerMinute, message: 'Too many exports at a time' },
    parts.rates,
  );

  let exporting = 0;

  return newRoutes()
    .openapi(edit, async (c) => {
      const person = await editProfile(db, signedIn(c), c.req.valid('json'));
      parts.onRenamed?.(person.id);
      return c.json(person, 200);
    })
    .openapi(exportAll, async (c) => {
      const { id } = signedIn(c);
      await exportRate.take(String(id));
      if (exporting >= limits.maxExportsAtOnce) {
        throw tryAgain(503, 'busy', 'Others are taking their data just now', exportRetryMs);
      }
      exporting += 1;
      const text = streamOf(exportData(db, id), () => {
        exporting -= 1;
      });
      return c.body(text, 200, {
        'content-type': 'application/json',
        'content-disposition': 'attachment; filename="lotcast.json"',
      }) as never;
    })
    .openapi(remove, async (c) => {
      const person = signedIn(c);
      await deleteAccount(parts, person, c.req.valid('json').confirm, c.env.requestId);
      parts.onRenamed?.(person.id);
      forgetSessionCookies(c);
      return c.body(null, 204);
    });
}

/** Text as it comes, no faster than it is read; `onEnd` is called once, however it ends. */
function streamOf(parts: AsyncGenerator<string>, onEnd: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await parts.next();
        if (!done) return controller.enqueue(encoder.encode(value));
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      onEnd();
    },
    async cancel() {
      onEnd();
      await parts.return(undefined);
    },
  });
}

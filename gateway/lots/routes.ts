import { createRoute, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { ActorClient } from '../../actors/client.ts';
import type { Config } from '../../schema/config.ts';
import {
  bidHistoryQuerySchema,
  bidHistorySchema,
  commandDoneSchema,
  lotCreateSchema,
  lotEditSchema,
  lotListQuerySchema,
  lotPageSchema,
  lotResultSchema,
  lotSchema,
  ownStandingSchema,
  type SellerCommandName,
  sellerCommandSchemas,
} from '../../schema/http.ts';
import { lotIdSchema } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import { rateKey } from '../http/address.ts';
import { newRoutes } from '../http/api-env.ts';
import { describe, jsonBody } from '../http/describe.ts';
import { type RateCounting, RateLimit } from '../http/rate-limit.ts';
import { signedIn } from '../http/signed-in.ts';
import { signingKey } from '../people/signing-key.ts';
import { auctionsOf } from './auctions.ts';
import { createLot } from './create-lot.ts';
import { editLot } from './edit-lot.ts';
import { visibleLot } from './find-lot.ts';
import { bidHistory } from './history.ts';
import { listLots } from './list-lots.ts';
import { sellerCommands } from './seller-commands.ts';
import { showLot, showResult } from './show-lot.ts';

export interface LotParts {
  readonly db: Kysely<Tables>;
  readonly actors: ActorClient;
  readonly config: Pick<Config, 'lotsPerMinute'>;
  readonly now: () => number;
  readonly rates: RateCounting;
}

/** As many sellers' worth of new lots one address may list: guests can be had by the dozen. */
const sellersPerAddress = 4;

const params = z.object({ id: lotIdSchema });

const create = createRoute({
  method: 'post',
  path: '/api/lots',
  summary: 'List a lot, as a draft',
  tags: ['Lots'],
  request: { body: jsonBody(lotCreateSchema) },
  responses: describe(201, 'The lot', lotSchema),
});

const list = createRoute({
  method: 'get',
  path: '/api/lots',
  summary: 'Lots, the newest first',
  description: `A price that a bid has just moved is shown within ${2 * limits.maxHeadLagMs} ms; all else at once.`,
  tags: ['Lots'],
  request: { query: lotListQuerySchema },
  responses: describe(200, 'A page of lots', lotPageSchema),
});

const show = createRoute({
  method: 'get',
  path: '/api/lots/{id}',
  summary: 'A whole lot',
  tags: ['Lots'],
  request: { params },
  responses: describe(200, 'The lot; to its seller with the rules', lotSchema),
});

const edit = createRoute({
  method: 'patch',
  path: '/api/lots/{id}',
  summary: 'Change a draft or scheduled lot',
  tags: ['Seller'],
  request: { params, body: jsonBody(lotEditSchema) },
  responses: describe(200, 'The lot', lotSchema),
});

const bids = createRoute({
  method: 'get',
  path: '/api/lots/{id}/bids',
  summary: 'Bids of a lot, the newest first',
  tags: ['Lots'],
  request: { params, query: bidHistoryQuerySchema },
  responses: describe(200, 'A page of bids', bidHistorySchema),
});

const result = createRoute({
  method: 'get',
  path: '/api/lots/{id}/result',
  summary: 'How the auction came out',
  tags: ['Lots'],
  request: { params },
  responses: describe(200, 'The result', lotResultSchema),
});

const mine = createRoute({
  method: 'get',
  path: '/api/lots/{id}/mine',
  summary: 'My own part in the auction',
  tags: ['Lots'],
  request: { params },
  responses: describe(200, 'My paddle, whether I lead, and then my maximum', ownStandingSchema),
});

const commandSummaries: Readonly<Record<SellerCommandName, string>> = {
  schedule: 'Set or move the start',
  open: 'Go live',
  pause: 'Stop the clock',
  resume: 'Let the clock go on',
  extend: 'Add time',
  hammer: 'Let the hammer fall now',
  cancel: 'Withdraw the lot',
  undo: 'Take the last bid back',
};

/** Lots: listing, editing and showing them, and their seller's commands. */
export function lotRoutes({ db, actors, config, now, rates }: LotParts) {
  const auctions = auctionsOf(actors);
  const lotRate = new RateLimit(
    { name: 'lots', perMinute: config.lotsPerMinute, message: 'Too many new lots at a time' },
    rates,
  );
  const addressRate = new RateLimit(
    {
      name: 'lots-by-address',
      perMinute: config.lotsPerMinute * sellersPerAddress,
      message: 'Too many new lots from this address',
    },
    rates,
  );
  let cursorKey: Promise<Uint8Array> | undefined;

  const routes = newRoutes()
    .openapi(create, async (c) => {
      const seller = signedIn(c);
      await lotRate.take(String(seller.id));
      await addressRate.take(rateKey(c.env.address));
      const id = await createLot({ db, auctions, now }, seller, c.req.valid('json'));
      c.header('location', `/api/lots/${id}`);
      return c.json(await showLot({ db, auctions }, id, seller), 201);
    })
    .openapi(list, async (c) => {
      return c.json(await listLots({ db, now }, c.req.valid('query'), c.get('person')), 200);
    })
    .openapi(show, async (c) => {
      return c.json(await showLot({ db, auctions }, c.req.valid('param').id, c.get('person')), 200);
    })
    .openapi(edit, async (c) => {
      const seller = signedIn(c);
      const { id } = c.req.valid('param');
      await editLot({ db, auctions, now }, seller, id, c.req.valid('json'));
      return c.json(await showLot({ db, auctions }, id, seller), 200);
    })
    .openapi(bids, async (c) => {
      const { id } = c.req.valid('param');
      await visibleLot(db, id, c.get('person'));
      cursorKey ??= signingKey(db, 'cursor', now());
      const key = await cursorKey;
      return c.json(await bidHistory({ db, auctions, key }, id, c.req.valid('query')), 200);
    })
    .openapi(result, async (c) => {
      return c.json(await showResult({ db, auctions }, c.req.valid('param').id, c.get('person')), 200);
    })
    .openapi(mine, async (c) => {
      const { id } = c.req.valid('param');
      const person = signedIn(c);
      await visibleLot(db, id, person);
      return c.json(await auctions.standing(id, person.id), 200);
    });

  for (const name of Object.keys(commandSummaries) as SellerCommandName[]) {
    addCommand(name);
  }
  return routes;

  function addCommand<Name extends SellerCommandName>(name: Name): void {
    const schema = sellerCommandSchemas[name];
    const command = createRoute({
      method: 'post',
      path: `/api/lots/{id}/${name}` as const,
      summary: commandSummaries[name],
      tags: ['Seller'],
      request: { params, body: jsonBody(schema) },
      responses: describe(200, 'Done; every watcher is being told', commandDoneSchema),
    });
    routes.openapi(command, async (c) => {
      const { id } = c.req.valid('param');
      const body = schema.parse(await c.req.json());
      const told = sellerCommands[name](signedIn(c).id, body as never);
      return c.json({ seq: await auctions.command(id, told) }, 200);
    });
  }
}

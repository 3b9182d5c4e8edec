import type { OpenAPIHono } from '@hono/zod-openapi';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import type { Kysely } from 'kysely';
import type { ActorClient } from '../actors/client.ts';
import type { Config } from '../schema/config.ts';
import type { MediaSetup } from '../schema/http.ts';
import type { Tables } from '../schema/tables.ts';
import type { Moderation } from './admin/moderation.ts';
import { adminRoutes } from './admin/routes.ts';
import { chatModerationRoutes } from './chat/moderation/moderation-routes.ts';
import type { RoomsAtHand } from './chat/rooms-at-hand.ts';
import { chatRoutes } from './chat/routes.ts';
import { isAway } from './database/is-away.ts';
import { checkAccess } from './http/access.ts';
import { allowedMethods } from './http/allowed-methods.ts';
import { type ApiEnv, newRoutes } from './http/api-env.ts';
import { guardBrowsers } from './http/browser-guard.ts';
import { documentationRoutes } from './http/documentation.ts';
import { healthRoutes } from './http/health.ts';
import { ProblemError, problemResponse, tryAgain } from './http/problem.ts';
import type { RateCounting } from './http/rate-limit.ts';
import { securityHeaders } from './http/security-headers.ts';
import { auctionsOf } from './lots/auctions.ts';
import { sellerOf } from './lots/find-lot.ts';
import { lotRoutes } from './lots/routes.ts';
import { mediaRoutes } from './media/routes.ts';
import { thumbnailRoutes } from './media/thumbnails.ts';
import { avatarRoutes } from './people/avatar.ts';
import { jwksRoutes } from './people/jwks.ts';
import type { People } from './people/people.ts';
import { profileRoutes } from './people/profile-routes.ts';
import { peopleRoutes } from './people/routes.ts';
import { signInRoutes } from './people/sign-in/routes.ts';
import type { SignIn } from './people/sign-in/sign-in.ts';

export interface ApiParts {
  readonly db: Kysely<Tables>;
  readonly actors: ActorClient;
  readonly people: People;
  readonly moderation: Moderation;
  readonly signIn: SignIn;
  readonly chat: RoomsAtHand;
  /** Is told when somebody follows a seller, or does no longer. */
  readonly onFollow?: (person: number, seller: number, follows: boolean) => void;
  /** Is told when somebody is called otherwise, or is gone. */
  readonly onRenamed?: (person: number) => void;
  readonly config: Pick<
    Config,
    | 'publicOrigins'
    | 'publicUrl'
    | 'guestSignIn'
    | 'guestsPerMinute'
    | 'signInsPerMinute'
    | 'lotsPerMinute'
    | 'sellers'
  >;
  readonly now: () => number;
  readonly rates: RateCounting;
  readonly mediaSetup: () => MediaSetup;
}

const preflightSeconds = 600;
const databaseRetryMs = 1_000;

/** The HTTP API, with its documentation. */
export function createApi(parts: ApiParts): OpenAPIHono<ApiEnv> {
  const { db, people, config, chat, moderation } = parts;
  const api = newRoutes();

  api.use(securityHeaders());
  if (config.publicOrigins.length > 0) {
    api.use(
      cors({
        origin: [...config.publicOrigins],
        credentials: true,
        allowHeaders: ['content-type'],
        maxAge: preflightSeconds,
      }),
    );
  }
  api.use(guardBrowsers(config.publicOrigins));
  api.use(
    checkAccess({
      people,
      config,
      sellerOf: (lotId) => sellerOf(db, lotId),
      standingOf: (lotId, by) => chat.rooms.ask(lotId, { ask: 'standing', by }),
    }),
  );

  api.route('/', healthRoutes(db));
  api.route('/', peopleRoutes(parts));
  api.route('/', jwksRoutes(people));
  api.route('/', signInRoutes(parts));
  api.route(
    '/',
    profileRoutes({
      ...parts,
      auctions: auctionsOf(parts.actors),
      sessions: people.sessions,
      runErrands: () => moderation.runErrands(),
    }),
  );
  api.route('/', avatarRoutes(db));
  api.route('/', adminRoutes({ ...parts, staff: moderation.staff }));
  api.route('/', lotRoutes(parts));
  api.route('/', chatRoutes({ ...parts, ...chat }));
  api.route('/', chatModerationRoutes({ ...parts, ...chat }));
  api.route('/', mediaRoutes(parts.mediaSetup));
  api.route('/', thumbnailRoutes(db));
  api.route('/', documentationRoutes(api));

  api.notFound((c) => {
    const methods = allowedMethods(c.req.path);
    if (methods.length === 0 || methods.includes(c.req.method)) {
      return problemResponse(new ProblemError(404, 'not_found', 'There is nothing at this address'));
    }
    const allow = methods.join(', ');
    const message = `This address takes ${allow}`;
    return problemResponse(new ProblemError(405, 'method_not_allowed', message, { headers: { allow } }));
  });

  api.onError((error) => {
    if (error instanceof ProblemError) return problemResponse(error);
    if (error instanceof HTTPException && error.status < 500) {
      return problemResponse(new ProblemError(error.status, 'malformed', error.message));
    }
    if (isAway(error)) {
      return problemResponse(
        tryAgain(503, 'unavailable', 'What is kept can’t be asked just now', databaseRetryMs),
      );
    }
    // Anything else is a failure of ours: whoever runs the server has it logged and answers `internal`.
    throw error;
  });
  return api;
}

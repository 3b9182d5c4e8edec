import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { hasCredentials, isRelay } from './ice-servers.ts';
import { limits } from './limits.ts';
import { isLoopback } from './loopback.ts';
import { type ProviderId, providerIds } from './providers.ts';

/** The environment as a process has it: text by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

interface Variable {
  name: string;
  /** What it is when unset, as text; null when there is nothing then. A function where it depends on others. */
  unset: string | null | ((env: Environment) => string);
  /** How the help shows that, where the text alone would not tell. */
  unsetShown?: string;
  about: string;
  /** Its messages complete the sentence "NAME must be …". */
  value: z.ZodType<unknown, string | undefined>;
  /** Never repeated in a message. */
  isSecret?: true;
}

const mostShardsByDefault = 16;
/** Each gateway is told of every event of a lot that somebody on it watches, so more of them cost the shards more. */
const mostGatewaysByDefault = 8;
const defaultDataDir = '.lotcast';

const variables = {
  port: {
    name: 'PORT',
    unset: '8080',
    about: 'Port for HTTP and WebSocket; 0 takes any free one.',
    value: wholeNumber(0, 65_535),
  },
  host: {
    name: 'HOST',
    unset: '0.0.0.0',
    about: 'Address to listen on.',
    value: matching(/^[\w.:-]+$/, 'a host name or an IP address'),
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    unset: null,
    unsetShown: 'embedded PostgreSQL',
    about: 'PostgreSQL server to use, as postgresql://user:password@host:port/database.',
    value: url(['postgres:', 'postgresql:'], 'a URL that begins with postgresql://').optional(),
    isSecret: true,
  },
  redisUrl: {
    name: 'REDIS_URL',
    unset: null,
    unsetShown: 'in the database, and within the process',
    about:
      'Redis server in which refresh tokens and rates are kept for all machines together, as redis://user:password@host:port.',
    value: url(['redis:', 'rediss:'], 'a URL that begins with redis:// or rediss://').optional(),
    isSecret: true,
  },
  dataDir: {
    name: 'DATA_DIR',
    unset: defaultDataDir,
    about: 'Folder of the embedded database and the inspection socket.',
    value: filePath(),
  },
  inspectSocket: {
    name: 'INSPECT_SOCKET',
    unset: (env) => join(valueOrDefault('DATA_DIR', defaultDataDir, env), 'inspect.sock'),
    unsetShown: 'DATA_DIR/inspect.sock',
    about: 'Unix socket through which `npm run inspect` reaches this server.',
    value: filePath(),
  },
  journal: {
    name: 'JOURNAL',
    unset: 'postgres',
    about: 'Where events are kept: postgres, or memory (nothing survives; for tests and benchmarks).',
    value: oneOf(['postgres', 'memory']),
  },
  shards: {
    name: 'SHARDS',
    unset: () => String(Math.min(mostShardsByDefault, Math.max(1, availableParallelism() - 1))),
    unsetShown: `cores - 1, from 1 to ${mostShardsByDefault}`,
    about: 'Worker threads that run the auctions.',
    value: wholeNumber(1, 64),
  },
  gateways: {
    name: 'GATEWAYS',
    // A gateway at full load takes as much as its share of shards, database and video together.
    unset: () => String(Math.min(mostGatewaysByDefault, Math.max(1, Math.floor(availableParallelism() / 2)))),
    unsetShown: `half the cores, from 1 to ${mostGatewaysByDefault}`,
    about: 'Threads that take connections and speak with browsers, all on the one PORT.',
    value: wholeNumber(1, limits.maxGateways),
  },
  logLevel: {
    name: 'LOG_LEVEL',
    unset: 'info',
    about: 'Least level that is logged: trace, debug, info, warn, error, fatal, or silent.',
    value: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  },
  logPretty: {
    name: 'LOG_PRETTY',
    unset: () => String(process.stdout.isTTY === true),
    unsetShown: 'true on a terminal',
    about: 'Logs for people instead of one JSON object a line.',
    value: trueOrFalse(),
  },
  tlsCertFile: {
    name: 'TLS_CERT_FILE',
    unset: null,
    unsetShown: 'no TLS here',
    about: 'Certificate with its chain (PEM), to speak TLS without a proxy; read at the start.',
    value: filePath().optional(),
  },
  tlsKeyFile: {
    name: 'TLS_KEY_FILE',
    unset: null,
    about: 'Private key of TLS_CERT_FILE (PEM).',
    value: filePath().optional(),
  },
  trustedProxies: {
    name: 'TRUSTED_PROXIES',
    unset: '',
    unsetShown: 'none',
    about:
      'Proxies whose X-Forwarded-For is believed, comma-separated addresses or networks: 127.0.0.1,10.0.0.0/8.',
    value: addresses(),
  },
  publicOrigins: {
    name: 'PUBLIC_ORIGINS',
    unset: '',
    unsetShown: 'same host only',
    about:
      'Web origins whose pages may use this server, comma-separated: https://a.example,https://b.example.',
    value: origins(),
  },
  publicUrl: {
    name: 'PUBLIC_URL',
    unset: null,
    unsetShown: 'the address asked for, on this machine only',
    about:
      'Origin under which browsers reach this server, for sign-in with a provider: https://lotcast.example.',
    value: z.string().refine(isOrigin, 'an origin such as https://lotcast.example').optional(),
  },
  mediaWorkers: {
    name: 'MEDIA_WORKERS',
    unset: () => String(Math.min(mostShardsByDefault, availableParallelism())),
    unsetShown: `one per core, at most ${mostShardsByDefault}`,
    about: 'Processes that forward live video; 0 turns it off.',
    value: wholeNumber(0, 64),
  },
  mediaHost: {
    name: 'MEDIA_HOST',
    unset: '0.0.0.0',
    about: 'Address to listen on for live video.',
    value: matching(/^[\d.a-fA-F:]+$/, 'an IP address'),
  },
  mediaPort: {
    name: 'MEDIA_PORT',
    unset: '30000',
    about:
      'Port of the first media worker, UDP and TCP; each further one has the next. 0 takes any free ones.',
    value: wholeNumber(0, 65_000),
  },
  mediaAddress: {
    name: 'MEDIA_ADDRESS',
    unset: null,
    unsetShown: 'first address of this machine',
    about:
      'Address that browsers send video to, where it is not this machine’s own: behind NAT, the public one.',
    value: matching(/^[\w.:-]+$/, 'a host name or an IP address').optional(),
  },
  mediaWorkerBin: {
    name: 'MEDIASOUP_WORKER_BIN',
    unset: null,
    unsetShown: 'found or built by npm start',
    about: 'Program of the media worker.',
    value: filePath().optional(),
  },
  iceServers: {
    name: 'ICE_SERVERS',
    unset: '[]',
    unsetShown: 'none',
    about:
      'STUN and TURN servers for browsers, as JSON: [{"urls":["turn:…"],"username":"…","credential":"…"}].',
    value: iceServers(),
    isSecret: true,
  },
  turnSecret: {
    name: 'TURN_SECRET',
    unset: null,
    unsetShown: 'fixed credentials only',
    about:
      'Secret shared with the TURN servers (coturn: static-auth-secret), from which each viewer gets credentials for an hour.',
    value: matching(/^\S{8,256}$/, 'from 8 to 256 characters without spaces').optional(),
    isSecret: true,
  },
  iceTransportPolicy: {
    name: 'ICE_TRANSPORT_POLICY',
    unset: 'all',
    about: 'Ways that browsers may take to the media workers: all, or relay (through the TURN servers only).',
    value: oneOf(['all', 'relay']),
  },
  metricsPort: {
    name: 'METRICS_PORT',
    unset: null,
    unsetShown: 'no metrics',
    about: 'Port for Prometheus at /metrics, never the public one; 0 takes any free one.',
    value: wholeNumber(0, 65_535).optional(),
  },
  metricsHost: {
    name: 'METRICS_HOST',
    unset: '127.0.0.1',
    about: 'Address to listen on for Prometheus; whoever reaches it can read all metrics.',
    value: matching(/^[\w.:-]+$/, 'a host name or an IP address'),
  },
  guestSignIn: {
    name: 'GUEST_SIGN_IN',
    unset: (env) => String(!env.DATABASE_URL),
    unsetShown: 'true on the embedded PostgreSQL, false with DATABASE_URL',
    about: 'Whether people may come in as named guests.',
    value: trueOrFalse(),
  },
  sellers: {
    name: 'SELLERS',
    unset: 'guest',
    about: 'Who may list lots: guest (anybody who is signed in) or user (people with an account).',
    value: oneOf(['guest', 'user']),
  },
  accessTokenMinutes: {
    name: 'ACCESS_TOKEN_MINUTES',
    unset: '10',
    about:
      'How long an access token is good; pages renew it by themselves, and a socket whose token ends is cut off.',
    value: wholeNumber(2, limits.maxAccessTokenMs / 60_000),
  },
  ...credentials('kakao', 'KAKAO', 'Kakao'),
  ...credentials('naver', 'NAVER', 'Naver'),
  ...credentials('google', 'GOOGLE', 'Google'),
  oidcIssuer: {
    name: 'OIDC_ISSUER',
    unset: null,
    unsetShown: 'no sign-in with it',
    about: 'Issuer of any other OpenID Connect provider, which is asked for all else: https://id.example.',
    value: z
      .string()
      .refine(isIssuer, 'a URL that begins with https://, or http:// on this machine')
      .optional(),
  },
  ...credentials('oidc', 'OIDC', 'the provider of OIDC_ISSUER'),
  oidcName: {
    name: 'OIDC_NAME',
    unset: 'OpenID Connect',
    about: 'What the page calls the provider of OIDC_ISSUER.',
    value: matching(/^[^\p{C}]{1,40}$/u, 'from 1 to 40 visible characters'),
  },
  admins: {
    name: 'ADMINS',
    unset: '',
    unsetShown: 'nobody',
    about: 'Accounts that become admins when they sign in, comma-separated: google:1234567,kakao:7654321.',
    value: admins(),
  },
  signInsPerMinute: {
    name: 'SIGN_INS_PER_MINUTE',
    unset: '60',
    about: 'Sign-ins with a provider that one address may begin per minute.',
    value: wholeNumber(1, 1_000_000),
  },
  broadcastWindowMs: {
    name: 'BROADCAST_WINDOW_MS',
    unset: '20',
    about: 'How long accepted bids of one lot may be gathered into one frame, in milliseconds.',
    value: wholeNumber(0, 1_000),
  },
  chatGuests: {
    name: 'CHAT_GUESTS',
    unset: (env) => String(providerIds.every((id) => !env[`${id.toUpperCase()}_CLIENT_ID`])),
    unsetShown: 'false where a provider is set up to sign in with, else true',
    about: 'Whether guests speak in chat rooms whose seller has not said otherwise.',
    value: trueOrFalse(),
  },
  bidsPerSecond: {
    name: 'BIDS_PER_SECOND',
    unset: '10',
    about: 'Bids that one socket may send per second, on average.',
    value: wholeNumber(1, 1_000_000),
  },
  bidsBurst: {
    name: 'BIDS_BURST',
    unset: '20',
    about: 'Bids that one socket may send at once.',
    value: wholeNumber(1, 1_000_000),
  },
  chatBurst: {
    name: 'CHAT_BURST',
    unset: String(limits.chatBurst),
    about: 'Messages that one person may say at once in a chat room.',
    value: wholeNumber(1, limits.sayMemoryPerSpeaker),
  },
  chatRefillMs: {
    name: 'CHAT_REFILL_MS',
    unset: String(limits.chatRefillMs),
    about: 'After which time it is one message more, in milliseconds.',
    value: wholeNumber(1, 600_000),
  },
  chatRetentionDays: {
    name: 'CHAT_RETENTION_DAYS',
    unset: '365',
    about:
      'How long what was said in chat rooms is kept in the journal, in days; 0: for ever. See docs/chat.md.',
    value: wholeNumber(0, 36_500),
  },
  lotsPerMinute: {
    name: 'LOTS_PER_MINUTE',
    unset: '30',
    about: 'Lots that one person may create per minute.',
    value: wholeNumber(1, 1_000_000),
  },
  guestsPerMinute: {
    name: 'GUESTS_PER_MINUTE',
    unset: '60',
    about: 'Guests that may come in from one address per minute.',
    value: wholeNumber(1, 1_000_000),
  },
  requestsPerSecond: {
    name: 'REQUESTS_PER_SECOND',
    unset: '50',
    about: 'HTTP requests that one address may send per second, on average.',
    value: wholeNumber(1, 1_000_000),
  },
  socketsPerAddress: {
    name: 'SOCKETS_PER_ADDRESS',
    unset: '200',
    about: 'WebSockets that one address may hold open.',
    value: wholeNumber(1, 1_000_000),
  },
  chatWordsFile: {
    name: 'CHAT_WORDS_FILE',
    unset: null,
    unsetShown: 'the words that ship with the service',
    about:
      'More words to block in chats, as JSON: [{"action":"mask","words":["…"],"except":["…"]}]; read again when it changes.',
    value: filePath().optional(),
  },
  shutdownGraceMs: {
    name: 'SHUTDOWN_GRACE_MS',
    unset: '30000',
    about: 'How long a stopping server may take before it ends at once, in milliseconds.',
    value: wholeNumber(0, 600_000),
  },
} satisfies Record<string, Variable>;

/** The service's configuration, validated; see `configHelp` for what each value means. Paths are absolute. */
export type Config = { readonly [K in keyof typeof variables]: z.output<(typeof variables)[K]['value']> };

/** Names of all variables that are read. */
export const configVariableNames: readonly string[] = Object.values(variables).map(({ name }) => name);

/** Names of those that hold secrets. */
export const secretVariableNames: readonly string[] = Object.values<Variable>(variables)
  .filter(({ isSecret }) => isSecret)
  .map(({ name }) => name);

/** Reads the configuration. Gives one message per mistake instead when there are any; secrets are not in them. */
export function readConfig(env: Environment): { config: Config } | { problems: string[] } {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, variable] of Object.entries<Variable>(variables)) {
    const text = textOf(variable, env);
    const parsed = variable.value.safeParse(text);
    if (parsed.success) values[key] = parsed.data;
    else problems.push(problemOf(variable, parsed.error.issues[0]?.message, text));
  }
  if (problems.length === 0) problems.push(...contradictionsIn(values as Config));
  return problems.length > 0 ? { problems } : { config: values as Config };
}

/** What each variable allows but not all together. */
function contradictionsIn(config: Config): string[] {
  return [...tlsContradictions(config), ...signInContradictions(config), ...relayContradictions(config)];
}

function tlsContradictions({ tlsCertFile, tlsKeyFile }: Config): string[] {
  const isHalf = (tlsCertFile === undefined) !== (tlsKeyFile === undefined);
  return isHalf ? ['TLS_CERT_FILE and TLS_KEY_FILE must be set together'] : [];
}

function signInContradictions(config: Config): string[] {
  const contradictions: string[] = [];
  for (const id of providerIds) {
    const keys = [`${id}ClientId`, `${id}ClientSecret`] as const;
    const needed = id === 'oidc' ? (['oidcIssuer', ...keys] as const) : keys;
    const set = needed.filter((key) => config[key] !== undefined);
    if (set.length > 0 && set.length < needed.length) {
      contradictions.push(`${listed(needed.map((key) => variables[key].name))} must be set together`);
    }
    if (set.length === 0 && config.admins.some(({ provider }) => provider === id)) {
      contradictions.push(`ADMINS must name only providers that are set up, and ${id} is not`);
    }
  }
  return contradictions;
}

const listed = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

function relayContradictions({ iceServers, iceTransportPolicy, turnSecret }: Config): string[] {
  const contradictions: string[] = [];
  const relays = iceServers.filter(isRelay);
  if (relays.length === 0 && iceTransportPolicy === 'relay') {
    contradictions.push('ICE_SERVERS must have a TURN server for ICE_TRANSPORT_POLICY=relay');
  }
  if (relays.length === 0 && turnSecret !== undefined) {
    contradictions.push('ICE_SERVERS must have a TURN server for TURN_SECRET');
  }
  // A browser that is given a TURN server without credentials makes no connection at all.
  if (turnSecret === undefined && relays.some((relay) => !hasCredentials(relay))) {
    contradictions.push('ICE_SERVERS must have "username" and "credential" for TURN without TURN_SECRET');
  }
  return contradictions;
}

/** Every variable with what it is for and its default, as text for a terminal. */
export function configHelp(): string {
  const width = Math.max(...configVariableNames.map((name) => name.length));
  return Object.values<Variable>(variables)
    .map(({ name, about, unset, unsetShown }) => {
      const shown = unsetShown ?? (typeof unset === 'string' ? unset : 'none');
      return `  ${name.padEnd(width)}  ${about}\n  ${''.padEnd(width)}  Default: ${shown}`;
    })
    .join('\n');
}

function textOf({ name, unset }: Variable, env: Environment): string | undefined {
  if (unset === null) return env[name] || undefined;
  return valueOrDefault(name, typeof unset === 'string' ? unset : unset(env), env);
}

/** Set but empty is unset: compose files and shells write `NAME=` for that. */
function valueOrDefault(name: string, unset: string, env: Environment): string {
  return env[name] || unset;
}

function problemOf({ name, isSecret }: Variable, expectation: string | undefined, text: string | undefined) {
  const got = isSecret ? '' : `, got ${JSON.stringify(text)}`;
  return `${name} must be ${expectation}${got}`;
}

function wholeNumber(least: number, most: number) {
  const message = `a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .refine((n) => n >= least && n <= most, message);
}

function trueOrFalse() {
  return oneOf(['true', 'false']).transform((text) => text === 'true');
}

function oneOf<const T extends readonly string[]>(choices: T) {
  const message = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
  return z.string().pipe(z.enum(choices, message));
}

function matching(pattern: RegExp, message: string) {
  return z.string().regex(pattern, message);
}

function filePath() {
  return z.string().transform((path) => resolve(path));
}

function url(protocols: readonly string[], message: string) {
  return z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), message);
}

function iceServers() {
  const message = 'a JSON array of {"urls": [...], "username"?, "credential"?}';
  const list = z.array(
    z.strictObject({
      urls: z.array(z.string().regex(/^(stun|turn)s?:/)).min(1),
      username: z.string().optional(),
      credential: z.string().optional(),
    }),
  );
  return z.string().transform((text, context) => {
    try {
      const parsed = list.safeParse(JSON.parse(text));
      if (parsed.success) return parsed.data;
    } catch {
      // Told below, as what is not JSON fits as little.
    }
    context.addIssue(message);
    return z.NEVER;
  });
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

function origins() {
  return z
    .string()
    .transform((text) => listOf(text))
    .refine((list) => list.every(isOrigin), 'comma-separated origins such as https://lotcast.example');
}

function addresses() {
  return z
    .string()
    .transform((text) => listOf(text))
    .refine((list) => list.every(isAddress), 'comma-separated addresses or networks such as 10.0.0.0/8');
}

function isAddress(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

/** The two variables that a provider takes. */
function credentials<Id extends ProviderId>(id: Id, prefix: string, shownName: string) {
  const idVariable = {
    name: `${prefix}_CLIENT_ID`,
    unset: null,
    unsetShown: 'no sign-in with it',
    about: `Client id that ${shownName} knows this service by.`,
    value: matching(/^\S{1,256}$/, 'from 1 to 256 characters without spaces').optional(),
  };
  const secretVariable = {
    name: `${prefix}_CLIENT_SECRET`,
    unset: null,
    unsetShown: 'no sign-in with it',
    about: `Secret that goes with ${prefix}_CLIENT_ID.`,
    value: matching(/^\S{1,512}$/, 'from 1 to 512 characters without spaces').optional(),
    isSecret: true as const,
  };
  return { [`${id}ClientId`]: idVariable, [`${id}ClientSecret`]: secretVariable } as {
    [K in `${Id}ClientId`]: typeof idVariable;
  } & { [K in `${Id}ClientSecret`]: typeof secretVariable };
}

/** `provider:subject`, separated by commas. */
function admins() {
  const message = `comma-separated accounts as provider:subject, the provider being ${providerIds.join(', ')}`;
  const account = new RegExp(`^(${providerIds.join('|')}):([^\\s,]{1,${limits.maxSubjectChars}})$`);
  return z.string().transform((text, context) => {
    const accounts: { provider: ProviderId; subject: string }[] = [];
    for (const entry of listOf(text)) {
      const [, provider, subject] = account.exec(entry) ?? [];
      if (provider === undefined || subject === undefined) {
        context.addIssue(message);
        return z.NEVER;
      }
      accounts.push({ provider: provider as ProviderId, subject });
    }
    return accounts;
  });
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(text);
  if (search !== '' || hash !== '' || username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol } = new URL(text);
  return origin === text && (protocol === 'https:' || protocol === 'http:');
}

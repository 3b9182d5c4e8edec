import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { configHelp, configVariableNames, type Environment, readConfig } from './config.ts';

function configOf(env: Environment) {
  const result = readConfig(env);
  assert.ok('config' in result, `problems: ${JSON.stringify(result)}`);
  return result.config;
}

function problemsOf(env: Environment) {
  const result = readConfig(env);
  assert.ok('problems' in result, 'no problem was found');
  return result.problems;
}

describe('configuration', () => {
  it('has a default for everything', () => {
    const { shards, gateways, mediaWorkers, logPretty, ...others } = configOf({});
    assert.ok(shards >= 1 && shards <= 16);
    assert.ok(gateways >= 1 && gateways <= 8);
    assert.ok(mediaWorkers >= 1 && mediaWorkers <= 16);
    assert.equal(logPretty, process.stdout.isTTY === true);
    assert.deepEqual(others, {
      port: 8080,
      host: '0.0.0.0',
      databaseUrl: undefined,
      redisUrl: undefined,
      dataDir: resolve('.lotcast'),
      inspectSocket: resolve('.lotcast/inspect.sock'),
      journal: 'postgres',
      logLevel: 'info',
      publicOrigins: [],
      mediaHost: '0.0.0.0',
      mediaPort: 30_000,
      mediaAddress: undefined,
      mediaWorkerBin: undefined,
      iceServers: [],
      turnSecret: undefined,
      iceTransportPolicy: 'all',
      metricsPort: undefined,
      metricsHost: '127.0.0.1',
      publicUrl: undefined,
      guestSignIn: true,
      sellers: 'guest',
      kakaoClientId: undefined,
      kakaoClientSecret: undefined,
      naverClientId: undefined,
      naverClientSecret: undefined,
      googleClientId: undefined,
      googleClientSecret: undefined,
      oidcIssuer: undefined,
      oidcClientId: undefined,
      oidcClientSecret: undefined,
      oidcName: 'OpenID Connect',
      admins: [],
      signInsPerMinute: 60,
      accessTokenMinutes: 10,
      tlsCertFile: undefined,
      tlsKeyFile: undefined,
      trustedProxies: [],
      broadcastWindowMs: 20,
      chatGuests: true,
      chatBurst: 5,
      chatRefillMs: 1_500,
      chatRetentionDays: 365,
      bidsPerSecond: 10,
      bidsBurst: 20,
      lotsPerMinute: 30,
      guestsPerMinute: 60,
      requestsPerSecond: 50,
      socketsPerAddress: 200,
      chatWordsFile: undefined,
      shutdownGraceMs: 30_000,
    });
  });

  it('reads what is set', () => {
    const config = configOf({
      PORT: '0',
      HOST: '::1',
      DATABASE_URL: 'postgresql://me:secret@db.example:5433/lotcast',
      REDIS_URL: 'rediss://cache.example',
      JOURNAL: 'memory',
      SHARDS: '3',
      ICE_SERVERS: '[{"urls":["turn:t.example"],"username":"me","credential":"secret"}]',
      METRICS_PORT: '9464',
      METRICS_HOST: '10.0.0.7',
      GUEST_SIGN_IN: 'false',
      LOG_PRETTY: 'true',
      PUBLIC_ORIGINS: 'https://a.example, http://localhost:5173',
    });
    assert.equal(config.port, 0);
    assert.equal(config.host, '::1');
    assert.equal(config.databaseUrl, 'postgresql://me:secret@db.example:5433/lotcast');
    assert.equal(config.redisUrl, 'rediss://cache.example');
    assert.equal(config.journal, 'memory');
    assert.equal(config.shards, 3);
    assert.deepEqual(config.iceServers, [{ urls: ['turn:t.example'], username: 'me', credential: 'secret' }]);
    assert.equal(config.metricsPort, 9_464);
    assert.equal(config.metricsHost, '10.0.0.7');
    assert.equal(config.guestSignIn, false);
    assert.equal(config.logPretty, true);
    assert.deepEqual(config.publicOrigins, ['https://a.example', 'http://localhost:5173']);
  });

  it('takes an empty variable for an unset one', () => {
    assert.equal(configOf({ PORT: '' }).port, 8080);
    assert.equal(configOf({ DATABASE_URL: '' }).databaseUrl, undefined);
  });

  it('admits guests on the embedded database, and on another one only when told to', () => {
    const databaseUrl = 'postgresql://db.example/lotcast';
    assert.equal(configOf({ DATABASE_URL: databaseUrl }).guestSignIn, false);
    assert.equal(configOf({ DATABASE_URL: databaseUrl, GUEST_SIGN_IN: 'true' }).guestSignIn, true);
    assert.equal(configOf({ GUEST_SIGN_IN: 'false' }).guestSignIn, false);
  });

  it('lets guests speak where nobody can have an account, unless it is told otherwise', () => {
    const provider = { GOOGLE_CLIENT_ID: 'g', GOOGLE_CLIENT_SECRET: 'gs' };
    assert.equal(configOf(provider).chatGuests, false);
    assert.equal(configOf({ ...provider, CHAT_GUESTS: 'true' }).chatGuests, true);
    assert.equal(configOf({ CHAT_GUESTS: 'false' }).chatGuests, false);
  });

  it('reads who signs people in, and who are admins', () => {
    const config = configOf({
      PUBLIC_URL: 'https://lotcast.example',
      KAKAO_CLIENT_ID: 'k',
      KAKAO_CLIENT_SECRET: 'ks',
      OIDC_ISSUER: 'http://127.0.0.1:4000/realm',
      OIDC_CLIENT_ID: 'o',
      OIDC_CLIENT_SECRET: 'os',
      OIDC_NAME: '우리 회사',
      ADMINS: 'kakao:123, oidc:auth0|7:x',
    });
    assert.equal(config.publicUrl, 'https://lotcast.example');
    assert.deepEqual([config.kakaoClientId, config.kakaoClientSecret], ['k', 'ks']);
    assert.deepEqual([config.oidcIssuer, config.oidcName], ['http://127.0.0.1:4000/realm', '우리 회사']);
    assert.deepEqual(config.admins, [
      { provider: 'kakao', subject: '123' },
      { provider: 'oidc', subject: 'auth0|7:x' },
    ]);
  });

  it('refuses half a provider, and admins of one that is not there', () => {
    assert.deepEqual(problemsOf({ NAVER_CLIENT_ID: 'n', GOOGLE_CLIENT_SECRET: 'hunter2' }), [
      'NAVER_CLIENT_ID and NAVER_CLIENT_SECRET must be set together',
      'GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET must be set together',
    ]);
    const together = ['OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set together'];
    assert.deepEqual(problemsOf({ OIDC_ISSUER: 'https://id.example' }), together);
    assert.deepEqual(problemsOf({ OIDC_CLIENT_ID: 'o', OIDC_CLIENT_SECRET: 'os' }), together);
    assert.deepEqual(problemsOf({ ADMINS: 'google:1' }), [
      'ADMINS must name only providers that are set up, and google is not',
    ]);
  });

  it('puts the inspection socket into the data folder, unless told otherwise', () => {
    assert.equal(configOf({ DATA_DIR: '/srv/lotcast' }).inspectSocket, '/srv/lotcast/inspect.sock');
    assert.equal(configOf({ DATA_DIR: '/srv/a', INSPECT_SOCKET: '/run/b' }).inspectSocket, '/run/b');
  });

  const mistakes: [name: string, text: string, expectation: string][] = [
    ['PORT', 'abc', 'a whole number from 0 to 65535'],
    ['PORT', '65536', 'a whole number from 0 to 65535'],
    ['PORT', '-1', 'a whole number from 0 to 65535'],
    ['PORT', '80.5', 'a whole number from 0 to 65535'],
    ['PORT', ' 80', 'a whole number from 0 to 65535'],
    ['PORT', '1e3', 'a whole number from 0 to 65535'],
    ['METRICS_PORT', '65536', 'a whole number from 0 to 65535'],
    ['METRICS_HOST', 'not a host', 'a host name or an IP address'],
    ['BROADCAST_WINDOW_MS', '1001', 'a whole number from 0 to 1000'],
    ['BIDS_PER_SECOND', '0', 'a whole number from 1 to 1000000'],
    ['GUEST_SIGN_IN', 'yes', 'true or false'],
    ['JOURNAL', 'file', 'postgres or memory'],
    ['LOG_LEVEL', 'loud', 'trace, debug, info, warn, error, fatal or silent'],
    ['HOST', 'not a host', 'a host name or an IP address'],
    ['PUBLIC_ORIGINS', 'https://a.example/path', 'comma-separated origins such as https://lotcast.example'],
    ['PUBLIC_URL', 'https://a.example/', 'an origin such as https://lotcast.example'],
    ['OIDC_ISSUER', 'http://id.example', 'a URL that begins with https://, or http:// on this machine'],
    [
      'OIDC_ISSUER',
      'http://localhost.id.example',
      'a URL that begins with https://, or http:// on this machine',
    ],
    ['OIDC_ISSUER', 'https://id.example/?a=b', 'a URL that begins with https://, or http:// on this machine'],
    [
      'ADMINS',
      'me',
      'comma-separated accounts as provider:subject, the provider being kakao, naver, google, oidc',
    ],
    ['PUBLIC_ORIGINS', 'a.example', 'comma-separated origins such as https://lotcast.example'],
  ];
  for (const [name, text, expectation] of mistakes) {
    it(`refuses ${name}=${JSON.stringify(text)}`, () => {
      assert.deepEqual(problemsOf({ [name]: text }), [`${name} must be ${expectation}, got "${text}"`]);
    });
  }

  it('refuses a TURN server that no browser could use, and a way that there is not', () => {
    const withIce = (servers: object[], env: Environment = {}) =>
      readConfig({ ICE_SERVERS: JSON.stringify(servers), ...env });
    const turn = { urls: ['turn:t.example'] };
    const stun = { urls: ['stun:s.example'] };
    assert.deepEqual(withIce([turn]), {
      problems: ['ICE_SERVERS must have "username" and "credential" for TURN without TURN_SECRET'],
    });
    assert.deepEqual(withIce([stun], { ICE_TRANSPORT_POLICY: 'relay' }), {
      problems: ['ICE_SERVERS must have a TURN server for ICE_TRANSPORT_POLICY=relay'],
    });
    assert.deepEqual(withIce([stun], { TURN_SECRET: 'long-enough' }), {
      problems: ['ICE_SERVERS must have a TURN server for TURN_SECRET'],
    });
    assert.ok('config' in withIce([stun]));
    assert.ok('config' in withIce([turn, stun], { TURN_SECRET: 'long-enough' }));
    assert.ok('config' in withIce([{ ...turn, username: 'me', credential: 'it' }]));
  });

  it('names every mistake at once', () => {
    const problems = problemsOf({ PORT: 'x', SHARDS: '0', JOURNAL: 'postgres' });
    assert.deepEqual(
      problems.map((problem) => problem.split(' ')[0]),
      ['PORT', 'SHARDS'],
    );
  });

  it('never repeats a secret', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://me:hunter2@db',
      REDIS_URL: 'hunter2',
      ICE_SERVERS: '[{"urls":"turn:a","credential":"hunter2"}]',
      TURN_SECRET: 'hunter2',
      KAKAO_CLIENT_SECRET: 'hunter2 hunter2',
    });
    assert.deepEqual(problems, [
      'DATABASE_URL must be a URL that begins with postgresql://',
      'REDIS_URL must be a URL that begins with redis:// or rediss://',
      'ICE_SERVERS must be a JSON array of {"urls": [...], "username"?, "credential"?}',
      'TURN_SECRET must be from 8 to 256 characters without spaces',
      'KAKAO_CLIENT_SECRET must be from 1 to 512 characters without spaces',
    ]);
  });

  it('describes every variable with its default', () => {
    const help = configHelp();
    for (const name of configVariableNames) {
      assert.match(help, new RegExp(`^ {2}${name} +\\S.*\\n +Default: \\S`, 'm'));
    }
    assert.match(help, /PORT .*\n +Default: 8080/);
    assert.match(help, /DATABASE_URL .*\n +Default: embedded PostgreSQL/);
  });
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { messageAccess } from '../../schema/access.ts';
import type { Lot, MediaSetup } from '../../schema/http.ts';
import type { ClientMessage } from '../../schema/wire/client.ts';
import type { ServerMessage } from '../../schema/wire/server.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { mediaWorker } from '../../testing/media-worker.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { migrateToLatest } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { createPeople } from '../people/people.ts';
import { plainRules } from '../socket/testing/lots.ts';
import { roomy } from '../socket/testing/roomy.ts';
import { SocketClient } from '../socket/testing/socket-client.ts';
import { castOf, type Player } from './testing/cast.ts';
import { declared } from './testing/declared.ts';
import { messageSamples, type RtpCapabilities } from './testing/message-samples.ts';
import { type StageName, stageNames, stages } from './testing/stages.ts';

type Type = ClientMessage['type'];

const noLot = '01J00000000000000000000000';
const log = pino({ level: 'silent' });
const postgres = await startInstalledPostgres({ after }, ['fsync=off', 'synchronous_commit=off']);
const { kysely: db, stop } = await openDatabase({ databaseUrl: postgres.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);
const now = Date.now;
const people = await createPeople({ db, now, accessTokenMs: 600_000 });
// Before the server starts, which then finds out from the database who was shut out and who has signed out.
const { seller, players } = await castOf({ db, people, now });
const { url } = await startLotcast(
  { after },
  {
    env: {
      ...roomy,
      DATABASE_URL: postgres.url,
      MEDIA_WORKERS: '1',
      MEDIASOUP_WORKER_BIN: mediaWorker(),
    },
  },
);
const { rtpCapabilities } = (await (await fetch(new URL('/api/media', url))).json()) as Exclude<
  MediaSetup,
  { off: string }
>;

const cookieOf = ({ token }: Player): string | undefined => (token ? `lotcast_access=${token}` : undefined);
let bids = 0;

async function told<Answer>(path: string, body: object): Promise<Answer> {
  const answer = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: cookieOf(seller) as string },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, `${path}: ${await answer.clone().text()}`);
  return answer.json() as Promise<Answer>;
}

async function lotAt(stage: StageName, bidder: SocketClient): Promise<string> {
  const { id } = await told<Lot>('/api/lots', { title: 'A lot', rules: plainRules });
  await stages[stage].reach(
    {
      command: (lot, name, body = {}) => told(`/api/lots/${lot}/${name}`, body),
      bid: async (lot) => assert.equal((await bidder.bid(lot, { amount: 1_000 })).type, 'bidAccepted'),
      now,
    },
    id,
  );
  return id;
}

/** Bids are sent one after the other, for each has to be higher than the one before. */
let turn: Promise<unknown> = Promise.resolve();
function inTurn<Value>(task: () => Promise<Value>): Promise<Value> {
  const done = turn.then(task);
  turn = done.catch(() => {});
  return done;
}

/** Sends a message and gives what came of it, in the words of a declaration. */
async function outcomeOf(client: SocketClient, player: Player, type: Type, lot: string): Promise<string> {
  const { message, answer } = messageSamples[type];
  bids++;
  const about = {
    lot,
    player,
    bidId: bids,
    maxPoints: 1_000 + bids * 100,
    rtpCapabilities: rtpCapabilities as RtpCapabilities,
  };
  client.send(message(about));
  const isAbout = (subject: { lot?: string | undefined }) => subject.lot === undefined || subject.lot === lot;
  const refused = client
    .next('error', (error) => error.about?.type === type && isAbout(error.about))
    .then(({ code }): string => code);
  const isAnswer = (got: ServerMessage) => !('lot' in got) || got.lot === lot;
  const done = answer === null ? silence(client) : client.next(answer, isAnswer);
  const outcomes = [refused, done.then(() => 'done')];
  if (type === 'bid') outcomes.push(client.next('bidRefused', isAnswer).then(({ code }) => code));
  return Promise.race(outcomes);
}

/** Resolves when what was sent before has been refused, or else followed: it is over when this is refused. */
async function silence(client: SocketClient): Promise<void> {
  client.send({ type: 'unsubscribe', lot: noLot });
  client.send({ type: 'mediaEnd', lot: noLot, kind: 'audio' });
  await client.next('error', ({ about }) => about?.lot === noLot);
}

/** What is declared, and what the auction says beyond it of a lot whose clock stands still. */
function saidOf(player: Player, type: Type, stage: StageName): string {
  const lot = { phase: stages[stage].phase, sellerId: seller.person?.id as number };
  const word = declared(messageAccess[type], player, lot, {
    hidden: type === 'subscribe' || type.startsWith('chat') ? 'not_found' : 'not_allowed',
    phaseCodes: { ahead: 'not_open', live: 'closed', over: 'closed' },
  });
  return word === 'done' && type === 'bid' && stage === 'paused' ? 'paused' : word;
}

const seen = new Map<Type, Record<string, string>>();
const said = new Map<Type, Record<string, string>>();

async function tryAll(player: Player, lots: Readonly<Record<StageName, string>>): Promise<void> {
  const client = await SocketClient.connect({ after }, url, { cookie: cookieOf(player) });
  const { person } = await client.next('welcome');
  assert.deepEqual(person, player.person, player.name);
  for (const stage of stageNames) {
    for (const type of Object.keys(messageSamples) as Type[]) {
      const attempt = () => outcomeOf(client, player, type, lots[stage]);
      const outcome = await (type === 'bid' ? inTurn(attempt) : attempt());
      const name = `${player.name}, ${stage}`;
      seen.set(type, { ...seen.get(type), [name]: outcome });
      said.set(type, { ...said.get(type), [name]: saidOf(player, type, stage) });
    }
  }
}

test('each kind of person is who the token says, and tries everything', async (t) => {
  const bidder = await SocketClient.connect(t, url, { cookie: cookieOf(playerNamed('user')) });
  const lots: Partial<Record<StageName, string>> = {};
  for (const stage of stageNames) lots[stage] = await lotAt(stage, bidder);
  bids = 10;
  // First the one who goes on and off the air: a track that ends while others come to watch it is another matter.
  await tryAll(seller, lots as Record<StageName, string>);
  const others = players.filter((player) => player !== seller);
  await Promise.all(others.map((player) => tryAll(player, lots as Record<StageName, string>)));
});

for (const type of Object.keys(messageAccess) as Type[]) {
  test(`${type} does for each what is declared`, () => {
    assert.deepEqual(seen.get(type), said.get(type));
    assert.equal(Object.keys(seen.get(type) ?? {}).length, players.length * stageNames.length);
  });
}

function playerNamed(name: string): Player {
  const player = players.find((one) => one.name === name);
  assert.ok(player, name);
  return player;
}

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { httpAccess } from '../../schema/access.ts';
import type { Lot } from '../../schema/http.ts';
import { auctionActor, chatActor } from '../../schema/ids.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { migrateToLatest } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { apiForTest } from '../lots/testing/api-for-test.ts';
import { servePage } from '../page/page.ts';
import { loadDenied } from '../people/tokens/load-denied.ts';
import { plainRules } from '../socket/testing/lots.ts';
import { castOf, type Player } from './testing/cast.ts';
import { declared } from './testing/declared.ts';
import { sampleOf } from './testing/http-samples.ts';
import { type Rostrum, type StageName, stageNames, stages } from './testing/stages.ts';

const log = pino({ level: 'silent' });
// Nothing here outlives a crash, and thousands of commits are faster without the disk.
const server = await startInstalledPostgres({ after }, ['fsync=off', 'synchronous_commit=off']);
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

const { api, actors, people, clock } = await apiForTest(db);
const now = () => clock.now;
const accessTokenMs = 600_000;
const page = await temporaryFolder({ after });
await writeFile(join(page, 'index.html'), '<!doctype html>');
await servePage(api, page);

const codes = {
  hidden: 'unknown_lot',
  phaseCodes: { ahead: 'wrong_phase', live: 'wrong_phase', over: 'closed' },
};

async function ask(player: Player, method: string, path: string, body?: object, of = api) {
  const { token, session } = player;
  const cookies = { lotcast_access: token, lotcast_refresh: session?.refreshToken };
  const cookie = Object.entries(cookies).flatMap(([name, value]) => (value ? [`${name}=${value}`] : []));
  const request = new Request(`http://lotcast.test${path}`, {
    method,
    headers: {
      host: 'lotcast.test',
      'content-type': 'application/json',
      ...(cookie.length > 0 ? { cookie: cookie.join('; ') } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return of.fetch(request, { address: '192.0.2.1', requestId: 'test' });
}

const verdicts: Readonly<Record<string, number>> = {
  not_signed_in: 401,
  not_allowed: 403,
  account_needed: 403,
  banned: 403,
};

/** What came of it, in the words of a declaration. */
async function outcomeOf(answer: Response): Promise<string> {
  if (answer.status < 400) {
    await answer.body?.cancel();
    return 'done';
  }
  const { code } = (await answer.json()) as { code: string };
  assert.equal(answer.status, verdicts[code] ?? answer.status, code);
  return code;
}

/** The verdict on who asks that an outcome tells of: any other refusal means that they were let through. */
const verdictIn = (outcome: string): string => (outcome in verdicts ? outcome : 'done');

/** Lots of one seller, one at each stage, until somebody has done something to it. */
class Lots {
  readonly #seller: Player;
  readonly #bidder: number;
  readonly #moderator: number;
  readonly #lots = new Map<StageName, Promise<string>>();

  constructor(seller: Player, players: readonly Player[]) {
    this.#seller = seller;
    this.#bidder = players.find(({ name }) => name === 'user')?.person?.id as number;
    this.#moderator = players.find(({ runsRooms }) => runsRooms)?.person?.id as number;
  }

  at(stage: StageName): Promise<string> {
    const lot = this.#lots.get(stage) ?? this.#make(stage);
    this.#lots.set(stage, lot);
    return lot;
  }

  forget(stage: StageName): void {
    this.#lots.delete(stage);
  }

  async #make(stage: StageName): Promise<string> {
    const told = async (path: string, body: object) => {
      const answer = await ask(this.#seller, 'POST', path, body);
      assert.ok(answer.ok, `${path}: ${await answer.clone().text()}`);
      return answer.json();
    };
    const { id } = (await told('/api/lots', { title: 'A lot', rules: plainRules })) as Lot;
    const bid = {
      type: 'bid',
      by: this.#bidder,
      bidId: 1,
      amountPoints: 1_000,
      isMax: false,
      confirmed: true,
    };
    const rostrum: Rostrum = {
      command: (lot, name, body = {}) => told(`/api/lots/${lot}/${name}`, body),
      bid: (lot) => actors.command(auctionActor(lot), { ...bid, receivedAt: now() }),
      now,
    };
    await stages[stage].reach(rostrum, id);
    await told(`/api/lots/${id}/chat/moderators`, { person: this.#moderator, isModerator: true });
    return id;
  }
}

/** One of each kind of person, and lots of theirs. */
async function company() {
  const { seller, players } = await castOf({ db, people, now });
  people.denials.add(await loadDenied(db, accessTokenMs, now()));
  return { seller, players, lots: new Lots(seller, players) };
}

/** Those who are still who they were after what they have tried. */
const lasting = await company();

test('where accounts only may list lots, guests may not', async () => {
  const { players } = await company();
  const strict = await apiForTest(db, { sellers: 'user' });
  const { path, body } = sampleOf('POST /api/lots', { lot: null, player: players[0] as Player, now: now() });
  for (const player of players) {
    const outcome = await outcomeOf(await ask(player, 'POST', path, body, strict.api));
    assert.equal(outcome, declared({ who: 'user' }, player, null, codes), player.name);
  }
});

for (const [route, rule] of Object.entries(httpAccess)) {
  const [method = '', pattern = ''] = route.split(' ');
  const isAboutLot = pattern.startsWith('/api/lots/{id}');

  test(`${route} does for each what is declared, and changes nothing when it refuses`, async () => {
    const { seller, players, lots } = isAboutLot || method === 'GET' ? lasting : await company();
    const seen: Record<string, string> = {};
    const said: Record<string, string> = {};

    for (const stage of isAboutLot ? stageNames : [null]) {
      for (const player of players) {
        const lot = stage === null ? null : await lots.at(stage);
        const place = async () =>
          lot === null
            ? null
            : [
                await actors.ask(auctionActor(lot), { ask: 'place' }),
                await actors.ask(chatActor(lot), { ask: 'place' }),
              ];
        const before = await place();
        const { path, body, refuses, isSound } = sampleOf(route, { lot, player, now: now() });
        const outcome = await outcomeOf(await ask(player, method, path, body));
        if (outcome !== 'done')
          assert.deepEqual(await place(), before, `${player.name} changed the lot or its room`);
        else if (method !== 'GET' && stage !== null) lots.forget(stage);

        const name = stage === null ? player.name : `${player.name}, ${stage}`;
        const about =
          stage === null ? null : { phase: stages[stage].phase, sellerId: seller.person?.id as number };
        const word = declared(rule, player, about, codes);
        seen[name] = isSound ? outcome : verdictIn(outcome);
        said[name] = word === 'done' && refuses ? refuses : isSound ? word : verdictIn(word);
      }
    }
    assert.deepEqual(seen, said);
  });
}

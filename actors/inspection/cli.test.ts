import assert from 'node:assert/strict';
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { ulid } from 'ulid';
import { configVariableNames } from '../../schema/config.ts';
import { auctionActor } from '../../schema/ids.ts';
import { onCleanup, type Scope } from '../../testing/cleanup.ts';
import { compiled } from '../../testing/compiled.ts';
import { spawnGroup } from '../../testing/processes.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { serveInspection } from './server.ts';
import { bid, startAuction, tell } from './testing/auctions.ts';
import { behaviourUrls, idleLanes, runActors } from './testing/running-actors.ts';

const cli = await compiled('actors/inspection/cli.ts');

function environment(own: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !configVariableNames.includes(name));
  return { ...Object.fromEntries(inherited), ...own };
}

function start(scope: Scope, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  return spawnGroup(scope, process.execPath, [cli, ...args], { env: environment(), ...options });
}

/** Runs the CLI to its end. */
async function inspect(scope: Scope, args: readonly string[], options: SpawnOptions = {}) {
  const child = start(scope, args, options);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr };
}

describe('the inspection CLI', async () => {
  const { path, lanes } = await runActors({ after }, 'postgres');
  const lot = await startAuction(lanes);
  const actor = auctionActor(lot);

  it('prints top once when it is not on a terminal', async (t) => {
    const { code, stdout, stderr } = await inspect(t, ['top', '--socket', path]);
    assert.equal(stderr, '');
    assert.equal(code, 0);
    const lines = stdout.split('\n');
    assert.match(lines[0] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d {2}shards 2/);
    assert.match(lines[2] ?? '', /^SHARD +DECIDED\/S +COMMITS\/S +BATCH +COMMIT P50 +P99 +WAITING/);
    assert.match(lines[3] ?? '', /^ +0 +0\.0 +0\.0 .* MB +up$/);
    assert.match(lines[4] ?? '', /^ +1 +0\.0 +0\.0 .* MB +up$/);
  });

  it('prints rates of the time between two looks as JSON', async (t) => {
    const child = start(t, ['top', '--json', '--socket', path]);
    const printed = text(child.stdout as NodeJS.ReadableStream);
    let bids = 0;
    while (child.exitCode === null) {
      await tell(lanes, lot, bid(7, 1_000_000 + ++bids, 100_000 + bids));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const sample = JSON.parse((await printed).trim());
    assert.ok(sample.overMs >= 1_000);
    assert.equal(sample.shards.length, 2);
    const [hottest] = sample.hottest;
    assert.equal(hottest.actor, actor);
    assert.ok(hottest.commandsPerSecond > 0);
    assert.ok(hottest.commandsPerSecond <= (bids * 1_000) / sample.overMs);
    assert.equal(sample.shards[hottest.shard].decidedPerSecond, hottest.commandsPerSecond);
  });

  it('shows top live on a terminal until q, and gives the screen back', async (t) => {
    const command = [process.execPath, cli, 'top', '--socket', path].join(' ');
    const child = spawnGroup(t, 'script', ['-qec', `stty cols 200 rows 50; exec ${command}`, '/dev/null'], {
      env: environment({ TERM: 'xterm' }),
    });
    let shown = '';
    let hasQuit = false;
    const frames = () => shown.split('DECIDED/S').length - 1;
    for await (const chunk of child.stdout as NodeJS.ReadableStream) {
      shown += chunk;
      if (frames() < 2 || hasQuit) continue;
      hasQuit = true;
      child.stdin?.write('q');
    }
    if (child.exitCode === null) await once(child, 'close');
    assert.equal(child.exitCode, 0);
    assert.ok(frames() >= 2);
    assert.ok(shown.includes('\x1b[?1049h'));
    assert.ok(shown.trimEnd().endsWith('\x1b[?25h\x1b[?1049l'));
  });

  it('lists actors by a lot’s id', async (t) => {
    const plain = await inspect(t, ['actors', lot.toLowerCase(), '--socket', path]);
    assert.equal(plain.code, 0);
    assert.match(plain.stdout, /^ACTOR +CONDITION +STATUS +SEQ +MAILBOX +DECIDED +WATCHED +DEADLINE\n/);
    assert.match(plain.stdout, new RegExp(`^${actor} +ready +live .* no +in 59 min \\d+ s$`, 'm'));
    const json = await inspect(t, ['actors', '--json', '--limit', '1', '--socket', path]);
    assert.equal(JSON.parse(json.stdout).actors.length, 1);
  });

  it('shows an actor with its state, points grouped and times both ways', async (t) => {
    const { code, stdout } = await inspect(t, ['show', lot, '--socket', path]);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^${actor}\n`));
    assert.match(stdout, /^ {2}deadline +\d{4}-.*[+-]\d\d:\d\d \(in 59 min \d+ s\)$/m);
    assert.match(stdout, /^ {4}reservePoints +20,000,000$/m);
    assert.match(stdout, /^ {6}durationMs +60 min 0 s$|^ {6}durationMs +1 h 0 min$/m);
    const json = await inspect(t, ['show', actor, '--json', '--socket', path]);
    assert.equal(JSON.parse(json.stdout).state.spec.reservePoints, 20_000_000);
  });

  it('replays an actor to a sequence number', async (t) => {
    const plain = await inspect(t, ['replay', lot, '--to', '3', '--socket', path]);
    assert.equal(plain.code, 0);
    assert.match(plain.stdout, /after event 3 of /);
    assert.match(plain.stdout, /^ {2}\d{4}-.* {2}#3 {2}bid {2}by=7 .*amountPoints=50,000/m);
    const json = await inspect(t, ['replay', lot, '--to=2', '--json', '--socket', path]);
    const replayed = JSON.parse(json.stdout);
    assert.equal(replayed.event.event.type, 'opened');
    assert.equal(replayed.state.leader, null);
  });

  it('tails an actor until Ctrl-C', async (t) => {
    const tailed = await startAuction(lanes);
    const child = start(t, ['tail', tailed, '--json', '--socket', path]);
    const seqs: number[] = [];
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      const { seq } = JSON.parse(line);
      seqs.push(seq);
      if (seq === 3) await tell(lanes, tailed, { type: 'cancel', by: 1, reason: 'over \u202e\u0007' });
      if (seq === 4) child.kill('SIGINT');
    }
    assert.deepEqual(seqs, [1, 2, 3, 4]);
    if (child.exitCode === null) await once(child, 'close');
    assert.equal(child.exitCode, 0);

    const plain = start(t, ['tail', tailed, '--socket', path]);
    for await (const line of createInterface({ input: plain.stdout as NodeJS.ReadableStream })) {
      if (!line.includes('#4')) continue;
      assert.match(line, /cancelled {2}reason=over \\u\{202e\}\\u\{7\}$/);
      plain.kill('SIGINT');
    }
  });

  it('lists dead commands and revives what they stopped', async (t) => {
    const stopped = await startAuction(lanes);
    await lanes.command(auctionActor(stopped), { type: 'list' });
    const dead = await inspect(t, ['dead', '--socket', path]);
    assert.equal(dead.code, 0);
    assert.match(dead.stdout, /^ID +AT +ACTOR +SEQ +COMMAND +ERROR\n/);
    assert.match(dead.stdout, new RegExp(`auction/${stopped} +3 +list +TypeError: .*$`, 'm'));
    const revived = await inspect(t, ['revive', stopped, '--socket', path]);
    assert.equal(revived.stdout, `auction/${stopped} is ready at event 3.\n`);
    const again = await inspect(t, ['revive', stopped, '--json', '--socket', path]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /is ready, not halted/);
  });

  it('says that there is no such actor', async (t) => {
    const unknown = ulid();
    assert.deepEqual(await inspect(t, ['show', unknown, '--socket', path]), {
      code: 1,
      stdout: '',
      stderr: `There is no actor auction/${unknown}.\n`,
    });
  });

  it('ends without noise when its reader has seen enough', async (t) => {
    const command = `${process.execPath} ${cli} tail ${lot} --socket ${path}`;
    const child = spawnGroup(t, 'bash', ['-c', `set -o pipefail; ${command} | head -n 1`], {
      env: environment(),
    });
    const raising = (async () => {
      for (let n = 0; child.exitCode === null; n++)
        await tell(lanes, lot, bid(7, 2_000_000 + n, 900_000 + n));
    })();
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout as NodeJS.ReadableStream),
      text(child.stderr as NodeJS.ReadableStream),
      once(child, 'close'),
    ]);
    await raising;
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.equal(stdout.split('\n').length, 2);
  });
});

describe('the inspection CLI without a server', () => {
  it('says that none is running', async (t) => {
    const folder = await temporaryFolder(t);
    const path = join(folder, 'inspect.sock');
    const missing = await inspect(t, ['top', '--socket', path]);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, new RegExp(`^No server is running at ${path}\\. Start it with`));

    const killed = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`,
    ]);
    await once(killed, 'close');
    const dead = await inspect(t, ['actors'], { env: environment({ DATA_DIR: folder }) });
    assert.equal(dead.code, 1);
    assert.match(
      dead.stderr,
      new RegExp(`^No server is running at ${path}; the one that was there has ended`),
    );
  });

  it('says that another user may not', async (t) => {
    const path = join(await temporaryFolder(t), 'inspect.sock');
    onCleanup(t, await serveInspection({ path, lanes: idleLanes(1), behaviourUrls, db: null }));
    // Modes mean nothing to root, so then somebody else looks.
    const stranger = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    if (stranger.uid === undefined) await chmod(path, 0);
    const { code, stderr } = await inspect(t, ['top', '--socket', path], stranger);
    assert.match(stderr, new RegExp(`^No permission for ${path}: run this as the user that runs the server`));
    assert.equal(code, 1);
  });

  it('says that something else listens there', async (t) => {
    const path = join(await temporaryFolder(t), 'other.sock');
    const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n')).listen(path);
    onCleanup(t, () => other.close());
    const { code, stderr } = await inspect(t, ['top', '--socket', path]);
    assert.deepEqual([code, stderr], [1, `What listens at ${path} is not Lotcast.\n`]);
  });

  it('explains itself', async (t) => {
    const { code, stdout } = await inspect(t, ['--help']);
    assert.equal(code, 0);
    for (const word of ['top', 'actors', 'show', 'tail', 'replay', 'dead', 'revive', '--json', '--socket']) {
      assert.ok(stdout.includes(`  ${word}`), word);
    }
  });

  it('says what it did not understand', async (t) => {
    const { code, stdout, stderr } = await inspect(t, ['destroy']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^There is no command "destroy"; there are top, actors, .*\nSee npm run inspect/);
    const badEnv = await inspect(t, ['top'], { env: environment({ PORT: 'many' }) });
    assert.equal(badEnv.code, 2);
    assert.match(badEnv.stderr, /^PORT must be/);
  });
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { onCleanup, type Scope } from '../../testing/cleanup.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { LaneMemory } from '../lane/lane-memory.ts';
import { maxRequestBytes } from './protocol.ts';
import { serveInspection } from './server.ts';
import { connectTo, exchange, rest } from './testing/raw-client.ts';
import { behaviourUrls, idleLanes } from './testing/running-actors.ts';

async function serve(scope: Scope, path: string, lanes = idleLanes(2)): Promise<() => Promise<void>> {
  let isOpen = true;
  const close = await serveInspection({ path, lanes, behaviourUrls, db: null });
  const closeOnce = async () => {
    if (isOpen) await close();
    isOpen = false;
  };
  onCleanup(scope, closeOnce);
  return closeOnce;
}

async function socketPath(scope: Scope): Promise<string> {
  return join(await temporaryFolder(scope), 'inspect.sock');
}

const actors = '{"request":"actors","prefix":"","limit":5}\n';
const noActors = [{ answer: { actors: [], hasMore: false } }];

describe('the inspection socket', () => {
  it('is open to its user alone, whatever mask the process has', async (t) => {
    const path = await socketPath(t);
    const before = process.umask(0);
    onCleanup(t, () => process.umask(before));
    await serve(t, path);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal(process.umask(), 0, 'the mask of the process was not restored');
  });

  it('makes its folder', async (t) => {
    const path = join(await temporaryFolder(t), 'a', 'b', 'inspect.sock');
    await serve(t, path);
    assert.deepEqual(await exchange(t, path, actors), noActors);
  });

  it('takes the place of one that a dead server left', async (t) => {
    const path = await socketPath(t);
    const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    await once(spawn(process.execPath, ['-e', script]), 'exit');
    assert.ok(existsSync(path));
    await serve(t, path);
    assert.deepEqual(await exchange(t, path, actors), noActors);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('does not take the place of one that lives', async (t) => {
    const path = await socketPath(t);
    await serve(t, path);
    await assert.rejects(serve(t, path), {
      message: `Another server listens on the inspection socket ${path}. Set DATA_DIR or INSPECT_SOCKET to another path.`,
    });
    assert.deepEqual(await exchange(t, path, actors), noActors);
  });

  it('does not take the place of a file that is no socket', async (t) => {
    const path = await socketPath(t);
    await writeFile(path, 'precious');
    await assert.rejects(serve(t, path), { message: /is there already and is not a socket/ });
    assert.equal((await stat(path)).size, 'precious'.length);
  });

  it('says why it can’t be opened', async (t) => {
    const folder = await temporaryFolder(t);
    await mkdir(join(folder, 'x'.repeat(100)));
    await assert.rejects(serve(t, join(folder, 'x'.repeat(100), 'inspect.sock')), {
      message: /is longer than 107 bytes: .*Set INSPECT_SOCKET to a shorter one/,
    });
  });

  it('goes with its server, and ends what is connected', async (t) => {
    const path = await socketPath(t);
    const close = await serve(t, path);
    const socket = await connectTo(t, path);
    socket.resume();
    const [ended] = await Promise.all([once(socket, 'close'), close()]);
    assert.ok(ended);
    assert.equal(existsSync(path), false);
  });

  it('says that too many are connected', async (t) => {
    const path = await socketPath(t);
    await serve(t, path);
    const waiting: Socket[] = [];
    for (let n = 0; n < 32; n++) waiting.push(await connectTo(t, path));
    assert.deepEqual(await rest(await connectTo(t, path)), [
      { error: { code: 'unavailable', message: 'More than 32 inspections at a time are too many.' } },
    ]);
    const [first] = waiting as [Socket];
    first.write(actors);
    assert.deepEqual(await rest(first), noActors);
  });
});

describe('a request', () => {
  const wrong: Record<string, [sent: string, message: RegExp]> = {
    'no JSON': ['show me\n', /^The request is not JSON\.$/],
    'an empty line': ['\n', /^The request is not JSON\.$/],
    'binary junk': ['\u0000\u0001\ufffd\n', /^The request is not JSON\.$/],
    'no object': ['[]\n', /^The request is wrong/],
    'an unknown request': [
      '{"request":"drop"}\n',
      /"request" must be one of top, actors, show, tail, replay, dead, revive/,
    ],
    'a missing field': ['{"request":"show"}\n', /"actor"/],
    'a field too many': ['{"request":"show","actor":"auction/1","sudo":true}\n', /sudo/],
    'an actor that is no name': ['{"request":"tail","actor":"auction"}\n', /"actor": must be kind\/id/],
    'a name with a line feed': ['{"request":"tail","actor":"auction/1\\n"}\n', /"actor": must be kind\/id/],
    'a negative sequence number': ['{"request":"replay","actor":"auction/1","to":-1}\n', /"to"/],
    'a limit beyond all measure': ['{"request":"dead","limit":1e9}\n', /"limit"/],
    'no end': ['{"request":"dead"', /The request has no end: it must be one line/],
    'more than it may hold': [`"${'x'.repeat(maxRequestBytes)}"\n`, /longer than 4096 bytes/],
    'no end and no measure': ['x'.repeat(1_000_000), /longer than 4096 bytes/],
  };
  for (const [name, [sent, message]] of Object.entries(wrong)) {
    it(`with ${name} is answered with one clear error`, async (t) => {
      const path = await socketPath(t);
      await serve(t, path);
      const socket = await connectTo(t, path);
      socket.end(sent);
      const lines = (await rest(socket)) as { error: { code: string; message: string } }[];
      assert.equal(lines.length, 1);
      assert.equal(lines[0]?.error.code, 'bad_request');
      assert.match(lines[0]?.error.message ?? '', message);
      assert.deepEqual(await exchange(t, path, actors), noActors, 'the server did not go on');
    });
  }

  it('is answered when it comes in pieces, and when its sender has ended its side', async (t) => {
    const path = await socketPath(t);
    await serve(t, path);
    const socket = await connectTo(t, path);
    socket.write(actors.slice(0, 10));
    await new Promise((resolve) => socket.write(actors.slice(10, 20), resolve));
    socket.end(actors.slice(20));
    assert.deepEqual(await rest(socket), noActors);
  });

  it('for an actor of an unknown kind is refused', async (t) => {
    const path = await socketPath(t);
    await serve(t, path);
    assert.deepEqual(await exchange(t, path, '{"request":"show","actor":"ghost/1"}\n'), [
      { error: { code: 'unknown_actor', message: 'There is no actor ghost/1: the kinds are auction.' } },
    ]);
  });

  it('to a shard that is stuck is answered all the same', async (t) => {
    const path = await socketPath(t);
    const lanes = idleLanes(2);
    const { port1: lane } = new MessageChannel();
    lanes.connect(1, lane, new LaneMemory());
    onCleanup(t, () => lane.close());
    await serve(t, path, lanes);
    assert.deepEqual(await exchange(t, path, '{"request":"top","hottest":1}\n'), [
      {
        error: {
          code: 'unavailable',
          message: 'A shard has not answered within 3000 ms: it is stuck or overloaded.',
        },
      },
    ]);
  });
});

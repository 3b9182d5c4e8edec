import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { closeCodes, type ErrorCode } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import { protocolVersion } from '../../schema/wire/version.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { SocketClient } from './testing/socket-client.ts';

const { url } = await startLotcast({ after });

const lot = '01JABCDEFGHJKMNPQRSTVWXYZ0';
const deep = `${'{"type":"time","clientAt":'.repeat(150)}1${'}'.repeat(150)}`;

const bad: ReadonlyArray<readonly [name: string, frame: string | Buffer, code: ErrorCode]> = [
  ['an empty frame', '', 'malformed'],
  ['an empty binary frame', Buffer.alloc(0), 'malformed'],
  ['no JSON', 'hello', 'malformed'],
  ['half an object', '{"type":"time","clientAt":', 'malformed'],
  ['two objects', '{"type":"time","clientAt":1}{"type":"time","clientAt":2}', 'malformed'],
  ['null', 'null', 'malformed'],
  ['a number', '1e400', 'malformed'],
  ['an array', '[{"type":"time","clientAt":1}]', 'malformed'],
  ['an object without a type', '{"clientAt":1}', 'malformed'],
  ['a type that is no text', '{"type":["time"],"clientAt":1}', 'malformed'],
  ['a type that is no text but reads like one', '{"type":{"toString":"time"},"clientAt":1}', 'malformed'],
  ['brackets without end', '['.repeat(limits.maxFrameBytes), 'malformed'],
  ['binary junk', Buffer.from([0, 255, 254, 1, 2, 3, 0x80]), 'malformed'],
  ['a good message in a binary frame', Buffer.from('{"type":"time","clientAt":1}'), 'malformed'],
  ['an unknown type', '{"type":"steal"}', 'unknown_type'],
  ['a type of servers', '{"type":"welcome","version":1}', 'unknown_type'],
  ['a name that every object knows', '{"type":"constructor"}', 'unknown_type'],
  ['the prototype as a type', '{"type":"__proto__"}', 'unknown_type'],
  ['a type in another case', '{"type":"Time","clientAt":1}', 'unknown_type'],
  ['deep nesting', deep, 'invalid'],
  ['a missing field', '{"type":"time"}', 'invalid'],
  ['a field of another type', '{"type":"lobby","on":"yes"}', 'invalid'],
  ['a time that is no number', '{"type":"time","clientAt":1e400}', 'invalid'],
  ['an unknown field', '{"type":"time","clientAt":1,"more":2}', 'invalid'],
  ['no lot id', '{"type":"subscribe","lot":"../../etc/passwd"}', 'invalid'],
  ['a lot id in lower case', `{"type":"subscribe","lot":"${lot.toLowerCase()}"}`, 'invalid'],
  ['a lot id with a line feed', `{"type":"subscribe","lot":"${lot}\\n"}`, 'invalid'],
  ['a position before the first', subscribeSince({ epoch: 'e', seq: -1 }), 'invalid'],
  ['half a position', subscribeSince({ epoch: 'e', seq: 0.5 }), 'invalid'],
  ['a position without epoch', subscribeSince({ seq: 1 }), 'invalid'],
  ['a very long epoch', subscribeSince({ epoch: 'e'.repeat(65), seq: 1 }), 'invalid'],
];

function subscribeSince(since: object): string {
  return JSON.stringify({ type: 'subscribe', lot, since });
}

describe('a frame that no client should send', () => {
  for (const [name, frame, code] of bad) {
    it(`is refused and harms nobody: ${name}`, async (t) => {
      const client = await SocketClient.connect(t, url);
      client.send(frame);
      assert.equal((await client.next('error')).code, code);
      await client.settled();
    });
  }

  it('is named in the answer as far as it could be read, and no further', async (t) => {
    const client = await SocketClient.connect(t, url);
    client.send({ type: 'x'.repeat(2_000), lot: 'y'.repeat(1_000) });
    assert.deepEqual((await client.next('error')).about, { type: 'x'.repeat(32), lot: 'y'.repeat(26) });
  });

  it('ends the connection when there are too many of them, for good', async (t) => {
    const client = await SocketClient.connect(t, url);
    for (let count = 1; count < limits.maxBadMessagesPerSocket; count++) client.send('junk');
    await client.settled();
    client.send('junk');
    assert.equal((await client.closed).code, closeCodes.malformed);
  });
});

describe('a large frame', () => {
  const padded = (bytes: number) => {
    const message = '{"type":"time","clientAt":1}';
    return message + ' '.repeat(bytes - message.length);
  };

  it('is taken up to the limit', async (t) => {
    const client = await SocketClient.connect(t, url);
    client.send(padded(limits.maxFrameBytes));
    assert.equal((await client.next('time')).clientAt, 1);
  });

  for (const bytes of [limits.maxFrameBytes + 1, limits.maxReceivedFrameBytes]) {
    it(`of ${bytes} bytes ends the connection with a code`, async (t) => {
      const client = await SocketClient.connect(t, url);
      client.send(padded(bytes));
      assert.equal((await client.closed).code, closeCodes.tooLarge);
    });
  }

  it('of any size beyond is cut off', async (t) => {
    const client = await SocketClient.connect(t, url);
    client.send(Buffer.alloc(64 * 1024 * 1024));
    const { code } = await client.closed;
    assert.ok(code === 1006 || code === 1009, `closed with ${code}`);
  });

  it('may come in pieces, which count together', async (t) => {
    const client = await SocketClient.connect(t, url);
    client.socket.send('{"type":"time",', { fin: false });
    client.socket.send('"clientAt":7}', { fin: true });
    assert.equal((await client.next('time')).clientAt, 7);
    client.socket.send(padded(limits.maxFrameBytes), { fin: false });
    client.socket.send(' ', { fin: true });
    assert.equal((await client.closed).code, closeCodes.tooLarge);
  });
});

describe('the version of the protocol', () => {
  for (const version of [null, '', '0', '2', '1.0', '01', 'one']) {
    it(`is refused when it is ${version === null ? 'not said' : `"${version}"`}`, async (t) => {
      const client = await SocketClient.connect(t, url, { version });
      assert.equal((await client.next('error')).code, 'unsupported_version');
      assert.equal((await client.closed).code, closeCodes.unsupportedVersion);
    });
  }

  it('is told with the welcome', async (t) => {
    const client = await SocketClient.connect(t, url);
    const { version, person, serverNow } = await client.next('welcome');
    assert.deepEqual([version, person], [protocolVersion, null]);
    assert.ok(Number.isInteger(serverNow));
  });
});

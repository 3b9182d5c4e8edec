import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { WebSocketServer } from 'ws';
import { onCleanup, type Scope } from '../../../testing/cleanup.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { runCase } from '../execute/run-case.ts';
import type { Subject } from '../execute/subject.ts';
import type { PromiseName } from '../failure.ts';
import type { FuzzCase } from '../fuzz-case.ts';
import { operationsOf } from '../targets/open-api.ts';
import { insideIn } from './discreet.ts';

const name = 'GET /thing';
const operations = new Map(
  operationsOf({
    paths: {
      '/thing': {
        get: {
          responses: {
            200: {
              content: {
                'application/json': {
                  schema: { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
                },
              },
            },
            404: { content: { 'application/problem+json': { schema: { type: 'object' } } } },
            503: { content: { 'application/problem+json': { schema: { type: 'object' } } } },
          },
        },
      },
    },
  }).map((operation) => [operation.name, operation]),
);

const subjectAt = (place: Partial<Subject>): Subject => ({
  port: 0,
  inspectPath: '',
  names: new Map(),
  operations,
  ...place,
});

const problem = (code: string, message: string) => JSON.stringify({ code, message });
const asked: FuzzCase = {
  target: 'http',
  about: name,
  role: 'nobody',
  isSound: true,
  route: name,
  pieces: [{ raw: 'GET /thing HTTP/1.1\r\nHost: a\r\n\r\n' }],
};

async function httpSubject(scope: Scope, listener: RequestListener): Promise<Subject> {
  const server = createHttpServer(listener).listen(0, '127.0.0.1');
  onCleanup(scope, () => server.close());
  await once(server, 'listening');
  return subjectAt({ port: (server.address() as AddressInfo).port });
}

const httpAnswers: ReadonlyArray<
  readonly [answer: string, status: number, type: string, body: string, broken: PromiseName | null]
> = [
  ['what is documented', 200, 'application/json', '{"a":1}', null],
  ['a documented problem', 404, 'application/problem+json', problem('not_found', 'no'), null],
  ['that it is busy', 503, 'application/problem+json', problem('busy', 'later'), null],
  ['another body', 200, 'application/json', '{"a":"1"}', 'documented'],
  ['another type', 200, 'text/html', '<p>', 'documented'],
  ['another status', 201, 'application/json', '{"a":1}', 'documented'],
  ['an unknown code', 404, 'application/problem+json', problem('oops', 'no'), 'documented'],
  ['an error without a problem', 404, 'text/plain', 'no', 'documented'],
  ['a failure', 500, 'application/problem+json', problem('internal', 'x'), 'documented'],
  [
    'an unavailability that does not pass',
    503,
    'application/problem+json',
    problem('internal', 'x'),
    'documented',
  ],
  [
    'a place in its source',
    404,
    'application/problem+json',
    problem('not_found', 'at f (/srv/a.ts:1:2)'),
    'discreet',
  ],
];

describe('an HTTP server that answers', () => {
  for (const [answer, status, type, body, broken] of httpAnswers) {
    it(`${answer} ${broken === null ? 'keeps its promises' : `breaks one: ${broken}`}`, async (t) => {
      const subject = await httpSubject(t, (_, response) => {
        response
          .writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
          .end(body);
      });
      assert.equal((await runCase(asked, subject)).failure?.promise ?? null, broken);
    });
  }

  it('nothing, and hangs up, breaks one', async (t) => {
    const subject = await httpSubject(t, (_, response) => response.destroy());
    assert.equal((await runCase(asked, subject)).failure?.promise, 'answersSound');
  });
});

const welcome = JSON.stringify({
  type: 'welcome',
  version: 1,
  serverNow: 1,
  person: null,
  signedInUntil: null,
});
const messages: FuzzCase = {
  target: 'ws',
  about: 'time',
  role: 'nobody',
  isSound: true,
  pieces: [{ text: 'junk' }, { text: '{"type":"lobby","on":true}' }],
};
const error = (code: string, message = 'no') => JSON.stringify({ type: 'error', code, message });

const socketAnswers: ReadonlyArray<
  readonly [answer: string, toJunk: string | number | null, broken: PromiseName | null]
> = [
  ['that junk is malformed', error('malformed'), null],
  ['with a code of ours and closes', 4500, null],
  ['junk as if it were good', null, 'schemasDecide'],
  ['that junk is invalid', error('invalid'), 'schemasDecide'],
  ['no code that is known', error('bad'), 'documented'],
  ['no message that is known', '{"type":"hello"}', 'documented'],
  ['more than the protocol has', '{"type":"viewers","lot":"a","count":1,"secret":2}', 'documented'],
  ['no JSON', 'hello', 'documented'],
  ['with another code and closes', 4999, 'documented'],
  ['that it failed', error('internal'), 'documented'],
  ['in the words of JavaScript', error('malformed', 'x is not a function'), 'discreet'],
];

describe('a WebSocket that answers', () => {
  for (const [answer, toJunk, broken] of socketAnswers) {
    it(`${answer} ${broken === null ? 'keeps its promises' : `breaks one: ${broken}`}`, async (t) => {
      const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
      onCleanup(t, () => server.close());
      await once(server, 'listening');
      server.on('connection', (socket) => {
        socket.send(welcome);
        socket.on('message', (data) => {
          const text = String(data);
          if (text.includes('"time"')) socket.send(JSON.stringify({ ...JSON.parse(text), serverNow: 1 }));
          if (text !== 'junk' || toJunk === null) return;
          if (typeof toJunk === 'number') socket.close(toJunk);
          else socket.send(toJunk);
        });
      });
      const subject = subjectAt({ port: (server.address() as AddressInfo).port });
      assert.equal((await runCase(messages, subject)).failure?.promise ?? null, broken);
    });
  }
});

const inspected: FuzzCase = {
  target: 'inspect',
  about: 'top',
  role: 'nobody',
  isSound: true,
  pieces: [{ raw: '{"request":"top","hottest":1}\n' }],
};
const inspectionAnswers: ReadonlyArray<readonly [answer: string, line: string, broken: PromiseName | null]> =
  [
    ['an answer', '{"answer":{}}', null],
    ['an error', '{"error":{"code":"bad_request","message":"no"}}', null],
    ['an unknown code', '{"error":{"code":"oops","message":"no"}}', 'documented'],
    ['junk', 'oops', 'documented'],
    [
      'a failure of its own',
      '{"error":{"code":"unavailable","message":"The request could not be answered: x"}}',
      'documented',
    ],
    ['nothing', '', 'answersSound'],
  ];

describe('an inspection socket that answers', () => {
  for (const [answer, line, broken] of inspectionAnswers) {
    it(`${answer} ${broken === null ? 'keeps its promises' : `breaks one: ${broken}`}`, async (t) => {
      const path = join(await temporaryFolder(t), 'socket');
      const server = createServer((socket: Socket) => {
        socket.resume().end(line === '' ? '' : `${line}\n`);
      }).listen(path);
      onCleanup(t, () => server.close());
      await once(server, 'listening');
      const subject = subjectAt({ inspectPath: path });
      assert.equal((await runCase(inspected, subject)).failure?.promise ?? null, broken);
    });
  }
});

it('an echo of what was sent tells nothing of the inside', () => {
  assert.equal(insideIn('there is no TypeError here', 'TypeError'), null);
  assert.equal(insideIn('there is no TypeError here', 'something else'), 'TypeError');
});

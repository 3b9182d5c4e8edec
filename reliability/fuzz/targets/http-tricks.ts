import type { Random } from '../../../testing/random.ts';
import { mutateBytes } from '../generate/mutate-bytes.ts';
import { type Request, written } from './write-request.ts';

const next = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';

const withHeaders = (request: Request, ...more: Array<readonly [string, string]>): Request => ({
  ...request,
  headers: [...request.headers, ...more],
});
const without = (request: Request, name: string): Request => ({
  ...request,
  headers: request.headers.filter(([known]) => known.toLowerCase() !== name),
});
const posted = (body: string, ...headers: Array<readonly [string, string]>): string =>
  written({
    method: 'POST',
    target: '/api/guests',
    headers: [['Host', 'a'], ['Content-Type', 'application/json'], ...headers],
    body,
  });

const guest = '{"name":"Ann"}';
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** Ways to break HTTP itself, or to make two readers of it disagree. */
export const httpTricks: Readonly<Record<string, (random: Random, request: Request) => string>> = {
  junk: (random, request) => mutateBytes(random, written(request)),
  noise: (random) =>
    Array.from({ length: random.whole(1, 600) }, () => String.fromCharCode(random.whole(0, 255))).join(''),
  requestLine: (random, request) =>
    random.pick([
      '\r\n\r\n',
      'GET\r\n\r\n',
      'GET /\r\n\r\n',
      'GET  / HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET / HTTP/1.1 \r\nHost: a\r\n\r\n',
      ' GET / HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET / HTTP/1.0\r\nHost: a\r\n\r\n',
      'GET / HTTP/0.9\r\n\r\n',
      'GET / HTTP/2.0\r\nHost: a\r\n\r\n',
      'GET / HTTP/9.9\r\nHost: a\r\n\r\n',
      'GET / http/1.1\r\nHost: a\r\n\r\n',
      'GET / HTTP/1.1\nHost: a\n\n',
      'GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n',
      'GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n',
      'G\0T / HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET /a b HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET * HTTP/1.1\r\nHost: a\r\n\r\n',
      'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n',
      'CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET http://a/healthz HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET https://evil.example/healthz HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET http:// HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET ?a=b HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET \xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n',
      `${'A'.repeat(3_000)} / HTTP/1.1\r\nHost: a\r\n\r\n`,
      `GET /${'a'.repeat(random.pick([2_047, 2_048, 4_000, 16_000, 100_000]))} HTTP/1.1\r\nHost: a\r\n\r\n`,
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    ]) + (random.chance(0.3) ? written(request) : ''),
  headers: (random, request) =>
    written(
      withHeaders(
        request,
        ...random.pick<ReadonlyArray<readonly [string, string]>>([
          [['X-A', 'a\0b']],
          [['X-A', 'a\rb']],
          [['X-A', 'a\nInjected: b']],
          [['X-A', 'a\r\n folded']],
          [['X A', 'b']],
          [['X-A ', 'b']],
          [[' X-A', 'b']],
          [['', 'b']],
          [['X-\xff', '\xff\xfe']],
          [['X-A', ' '.repeat(10_000)]],
          [
            ['Host', 'b'],
            ['Host', 'c'],
          ],
          [['Content-Type', 'text/plain']],
          [['Cookie', 'a=b; '.repeat(1_000)]],
          [['Cookie', `lotcast_access=${'e'.repeat(3_900)}`]],
          [['Cookie', 'lotcast_access=eyJhbGciOiJub25lIn0.eyJzdWIiOjF9.']],
          [['Origin', 'a'.repeat(8_000)]],
        ]),
      ),
    ),
  host: (random, request) =>
    written(
      withHeaders(
        without(request, 'host'),
        ...random.pick<ReadonlyArray<readonly [string, string]>>([
          [],
          [['Host', '']],
          [['Host', 'a b']],
          [['Host', 'a/b']],
          [['Host', 'a@b']],
          [['Host', 'a:99999']],
          [['Host', '[::1']],
          [['Host', '[::1]:80']],
          [['Host', 'a:b']],
          [['Host', '-']],
          [['Host', '....']],
          [['Host', ':::']],
          [['Host', '[]']],
          [['Host', '0x7f.1']],
          [['Host', 'a'.repeat(5_000)]],
        ]),
      ),
    ),
  headerFlood: (random, request) => {
    const [count, length] = random.pick([
      [60, 10],
      [101, 10],
      [1_000, 10],
      [50, 400],
      [2, 9_000],
      [4_000, 30],
    ] as const);
    const flood = Array.from({ length: count }, (_, n) => [`X-Flood-${n}`, 'f'.repeat(length)] as const);
    return written(withHeaders(request, ...flood));
  },
  contentLength: (random) => {
    const length = random.pick([
      '-1',
      '+14',
      '0x0e',
      '14, 14',
      '14,15',
      ' 14',
      '014',
      '1e1',
      '',
      'a',
      '99999999999999999999',
      '18446744073709551616',
      '4294967296',
      '13',
      '15',
      '0',
      '65537',
    ]);
    return posted(guest, ['Content-Length', length]) + (random.chance(0.5) ? next : '');
  },
  twoLengths: (random) =>
    posted(
      guest,
      ['Content-Length', random.pick(['14', '0', '5'])],
      ['Content-Length', random.pick(['14', '0', '500'])],
    ) + next,
  lengthAndChunks: (random) =>
    random.chance(0.5)
      ? posted(
          `${chunk(guest)}0\r\n\r\n`,
          ['Content-Length', random.pick(['5', '14', '0', '30'])],
          ['Transfer-Encoding', 'chunked'],
        ) + next
      : posted(
          `0\r\n\r\nGET /smuggled HTTP/1.1\r\nX: `,
          ['Transfer-Encoding', 'chunked'],
          ['Content-Length', '30'],
        ) + next,
  encoding: (random) =>
    posted(`${chunk(guest)}0\r\n\r\n`, [
      random.pick(['Transfer-Encoding', 'transfer-encoding', 'Transfer-Encoding ', 'Transfer_Encoding']),
      random.pick([
        'xchunked',
        'chunked, identity',
        'identity',
        'gzip, chunked',
        'Chunked',
        ' chunked',
        '\tchunked',
        'chunked\0',
        '"chunked"',
        'chunked;q=1',
        '',
      ]),
    ]) + next,
  chunks: (random) => {
    const body = random.pick([
      `${chunk(guest)}0\r\n\r\n`,
      '0\r\n\r\n',
      'ffffffff\r\na\r\n0\r\n\r\n',
      'ffffffffffffffff\r\na\r\n0\r\n\r\n',
      '10000000000000000\r\na\r\n0\r\n\r\n',
      '-1\r\na\r\n0\r\n\r\n',
      '0x1\r\na\r\n0\r\n\r\n',
      ' 1\r\na\r\n0\r\n\r\n',
      '1 \r\na\r\n0\r\n\r\n',
      '1;ext=1\r\na\r\n0\r\n\r\n',
      `1;${'e'.repeat(20_000)}\r\na\r\n0\r\n\r\n`,
      '1\na\n0\n\n',
      '1\r\nab\r\n0\r\n\r\n',
      '2\r\na\r\n0\r\n\r\n',
      'g\r\na\r\n0\r\n\r\n',
      '\r\n\r\n',
      '00000000000000000000001\r\na\r\n0\r\n\r\n',
      `0\r\nTrailer: a\r\n\r\n`,
      `0\r\n${'T: a\r\n'.repeat(500)}\r\n`,
      `${'1\r\na\r\n'.repeat(3_000)}0\r\n\r\n`,
      `${`4000\r\n${'a'.repeat(0x4000)}\r\n`.repeat(6)}0\r\n\r\n`,
    ]);
    return posted(body, ['Transfer-Encoding', 'chunked']) + (random.chance(0.7) ? next : '');
  },
  pipelined: (random, request) =>
    Array.from({ length: random.whole(2, 60) }, () => (random.chance(0.5) ? written(request) : next)).join(
      '',
    ),
  expect: (random) =>
    posted(
      guest,
      ['Content-Length', '14'],
      ['Expect', random.pick(['100-continue', '200-ok', '100-continue, 100-continue', ''])],
    ),
  upgrade: (random) =>
    written({
      method: random.pick(['GET', 'GET', 'POST', 'OPTIONS']),
      target: random.pick(['/ws?v=1', '/ws', '/ws?v=2', '/ws/', '/healthz', '/ws?v=1&v=2', '/ws?%76=1']),
      headers: random.pick<ReadonlyArray<readonly [string, string]>>([
        [
          ['Host', 'a'],
          ['Upgrade', 'websocket'],
          ['Connection', 'Upgrade'],
        ],
        [
          ['Host', 'a'],
          ['Upgrade', 'h2c'],
          ['Connection', 'Upgrade, HTTP2-Settings'],
          ['HTTP2-Settings', 'AAMAAABkAAQCAAAAAAIAAAAA'],
        ],
        [
          ['Host', 'a'],
          ['Upgrade', 'websocket'],
          ['Connection', 'Upgrade'],
          ['Sec-WebSocket-Key', ''],
          ['Sec-WebSocket-Version', '13'],
        ],
        [
          ['Host', 'a'],
          ['Upgrade', 'websocket'],
          ['Connection', 'Upgrade'],
          ['Sec-WebSocket-Key', 'short'],
          ['Sec-WebSocket-Version', '13'],
        ],
        [
          ['Host', 'a'],
          ['Upgrade', 'websocket'],
          ['Connection', 'Upgrade'],
          ['Sec-WebSocket-Key', 'a'.repeat(2_000)],
          ['Sec-WebSocket-Version', '13'],
        ],
        [
          ['Host', 'a'],
          ['Upgrade', 'websocket'],
          ['Connection', 'Upgrade'],
          ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
          ['Sec-WebSocket-Version', '0'],
        ],
        [
          ['Host', 'a'],
          ['Upgrade', 'websocket'],
          ['Connection', 'Upgrade'],
          ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
          ['Sec-WebSocket-Version', '13'],
          ['Sec-WebSocket-Protocol', 'a, b\t,"c"'],
          [
            'Sec-WebSocket-Extensions',
            'permessage-deflate; server_max_window_bits=99; client_max_window_bits=\xff',
          ],
        ],
        [
          ['Host', 'a'],
          ['Origin', 'https://evil.example'],
          ['Upgrade', 'websocket'],
          ['Connection', 'Upgrade'],
          ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
          ['Sec-WebSocket-Version', '13'],
        ],
      ]),
      body: random.chance(0.3) ? 'early bytes' : null,
    }),
  cutOff: (random, request) => {
    const whole = written(request);
    return whole.slice(0, random.whole(1, whole.length));
  },
};

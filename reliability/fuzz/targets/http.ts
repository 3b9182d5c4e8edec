import type { Random } from '../../../testing/random.ts';
import { bytesOf, type FuzzCase, type Piece, roles } from '../fuzz-case.ts';
import { fromSchema } from '../generate/from-schema.ts';
import { anyMessage } from '../generate/json-message.ts';
import { mutateBytes } from '../generate/mutate-bytes.ts';
import { anyText } from '../generate/strings.ts';
import { standInCookies } from '../stand-ins.ts';
import { httpTricks } from './http-tricks.ts';
import type { Operation } from './open-api.ts';
import { type Request, written } from './write-request.ts';

/** Cases of HTTP: about the operations of the API's document, the addresses around them, and the protocol itself. */
export function httpCaseMaker(operations: readonly Operation[]): (random: Random) => FuzzCase {
  return (random) => {
    const operation = random.pick(operations);
    const kind = random.next();
    if (kind < 0.6) return operationCase(random, operation);
    if (kind < 0.75) return addressCase(random, operation);
    return trickCase(random, operation);
  };
}

/** Of a head that comes in more than one packet uWebSockets.js keeps so much, however much more it takes in one. */
const keptHeadBytes = 4_096;
const isHeadShort = (request: string): boolean => request.indexOf('\r\n\r\n') + 4 <= keptHeadBytes;

/** Whether the address is still the operation's: dots in the place of a parameter lead elsewhere. */
function isFor({ path }: Operation, request: string): boolean {
  const { pathname } = new URL(`http://a${request.split(' ')[1]}`);
  return pathname.split('/').length === path.split('/').length;
}

function operationCase(random: Random, operation: Operation): FuzzCase {
  const request = written(requestFor(random, operation));
  return {
    target: 'http',
    about: operation.name,
    role: 'nobody',
    isSound: isHeadShort(request),
    ...(isFor(operation, request) ? { route: operation.name } : {}),
    pieces: piecesOf(random, request),
  };
}

/** A request for an operation: its parts mostly as the document says, now and then as it does not. */
function requestFor(random: Random, operation: Operation): Request {
  const valueFor = (schema: object) =>
    bytesOf(random.chance(0.8) ? String(fromSchema(random, schema)) : anyText(random));
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => {
    const parameter = operation.parameters.find((known) => known.in === 'path' && known.name === name);
    return encoded(valueFor(parameter?.schema ?? {})).replaceAll('/', '%2f');
  });
  const query = operation.parameters
    .filter((parameter) => parameter.in === 'query' && random.chance(0.5))
    .map(({ name, schema }) => `${name}=${encoded(valueFor(schema))}`);
  if (random.chance(0.1))
    query.push(`${encoded(bytesOf(anyText(random)))}=${encoded(bytesOf(anyText(random)))}`);
  if (random.chance(0.05) && query[0] !== undefined) query.push(query[0]);
  const target = query.length > 0 ? `${path}?${query.join('&')}` : path;
  const body =
    operation.body === null ? (random.chance(0.05) ? '{}' : null) : bodyFor(random, operation.body);
  return { method: operation.method, target, headers: headersFor(random, operation.method, body), body };
}

function bodyFor(random: Random, schema: object): string | null {
  if (random.chance(0.03)) return null;
  if (random.chance(0.02)) return 'x'.repeat(random.pick([65_536, 65_537, 200_000]));
  return anyMessage(random, schema);
}

function headersFor(random: Random, method: string, body: string | null): Array<readonly [string, string]> {
  const headers: Array<readonly [string, string]> = [['Host', 'a']];
  const role = random.pick(roles);
  // What may sign somebody out must not be those whom all other cases need.
  if (role !== 'nobody') headers.push(['Cookie', standInCookies[method === 'DELETE' ? 'leaver' : role]]);
  if (random.chance(0.03)) headers.push(['Cookie', `lotcast_access=${visible(anyText(random))}`]);
  if (random.chance(0.95)) headers.push(['Content-Type', 'application/json']);
  else
    headers.push([
      'Content-Type',
      random.pick([
        'text/plain',
        'application/json; charset=utf-16',
        'application/JSON',
        '',
        ';',
        'multipart/form-data; boundary=a',
      ]),
    ]);
  if (random.chance(0.1)) headers.push(random.pick(unusualHeaders));
  if (random.chance(0.03)) headers.push([`X-${random.whole(0, 9)}`, visible(anyText(random))]);
  if (body !== null) headers.push(['Content-Length', String(body.length)]);
  return headers;
}

const unusualHeaders: ReadonlyArray<readonly [string, string]> = [
  ['Origin', 'https://evil.example'],
  ['Origin', 'null'],
  ['Origin', 'http://a'],
  ['Expect', '100-continue'],
  ['Connection', 'close'],
  ['Connection', 'upgrade'],
  ['Accept-Encoding', 'br;q=0, gzip;q=1.5, *;q=abc'],
  ['If-None-Match', '*, W/"x", "'],
  ['Range', 'bytes=0-0,5-1,-9'],
  ['X-Forwarded-Proto', 'https, javascript'],
  ['X-Forwarded-For', '127.0.0.1, ::1'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Accept', 'text/html;q=x'],
  ['Content-Encoding', 'gzip'],
];

/** What can stand in a header, out of any text. */
const visible = (text: string): string =>
  bytesOf(text)
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, '')
    .trim();

const reserved = /[^\w.~!$'()*,;:@/-]/g;
const encoded = (bytes: string): string =>
  bytes.replace(reserved, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

const addresses: readonly string[] = [
  '/',
  '//',
  '/..',
  '/../../etc/passwd',
  '/assets/../index.html',
  '/assets/..%2f..%2fpackage.json',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/assets/%00.js',
  '/index.html%00',
  '/api',
  '/api/',
  '/api//lots',
  '/api/lots/',
  '/api/lots/..',
  '/api/lots/%2e%2e/me',
  '/api/docs/../openapi.json',
  '/api/docs/constructor',
  '/api/docs/%5f%5fproto__',
  '/api/docs/swagger-ui.css',
  '/api/docs',
  '/api/openapi.json',
  '/API/LOTS',
  '/ws',
  '/ws?v=1',
  '/healthz?',
  '/healthz;a=b',
  '/?q=%',
  '/?q=%zz&q=%c0%80',
  '/%',
  '/%f0%28%8c%28',
  '/a?b?c#d',
  '/lots/x',
  '/metrics',
  '/.git/config',
  '/*',
  '/:id',
  '/api/lots/{id}',
  `/${'a/'.repeat(900)}`,
  `/${'%41'.repeat(682)}`,
];

/** Good HTTP for an address that may be anything. */
function addressCase(random: Random, operation: Operation): FuzzCase {
  const method = random.pick([
    operation.method,
    'GET',
    'HEAD',
    'OPTIONS',
    'PUT',
    'DELETE',
    'TRACE',
    'CONNECT',
    'PATCH',
    'BREW',
    'get',
  ]);
  const address = random.chance(0.5) ? random.pick(addresses) : requestFor(random, operation).target;
  const target = random.chance(0.4) ? encodedAgain(mutateBytes(random, address)) : address;
  const body = random.chance(0.2) ? '{}' : null;
  const request = written({ method, target, headers: headersFor(random, method, body), body });
  return {
    target: 'http',
    about: 'any address',
    role: 'nobody',
    // A fragment is for clients only, and CONNECT has no path: what that comes to is for the parser to say.
    isSound: target.startsWith('/') && !target.includes('#') && method !== 'CONNECT' && isHeadShort(request),
    pieces: piecesOf(random, request),
  };
}

/** The address with what can't stand in a request line written as its code. */
const encodedAgain = (address: string): string =>
  address.replace(/[^\x21-\x7e]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

function trickCase(random: Random, operation: Operation): FuzzCase {
  const name = random.pick(Object.keys(httpTricks));
  const raw = (httpTricks[name] as (random: Random, request: Request) => string)(
    random,
    requestFor(random, operation),
  );
  return {
    target: 'http',
    about: `http: ${name}`,
    role: 'nobody',
    isSound: false,
    pieces: piecesOf(random, raw),
  };
}

/** Now and then in two writes, but not within the request line: this build of uWebSockets.js takes one that comes in two packets for HTTP/1.0. */
function piecesOf(random: Random, bytes: string): Piece[] {
  if (random.chance(0.7)) return [{ raw: bytes }];
  const cut = random.whole(bytes.indexOf('\n') + 1, bytes.length);
  return [{ raw: bytes.slice(0, cut) }, { raw: bytes.slice(cut) }];
}

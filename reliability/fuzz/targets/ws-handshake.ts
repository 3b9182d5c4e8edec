import { randomBytes } from 'node:crypto';
import { protocolVersion } from '../../../schema/wire/version.ts';

/** The request that opens a WebSocket, as a person or as nobody. */
export function wsHandshake(cookie: string | null): string {
  return [
    `GET /ws?v=${protocolVersion} HTTP/1.1`,
    'Host: a',
    ...(cookie === null ? [] : [`Cookie: ${cookie}`]),
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13\r\n\r\n',
  ].join('\r\n');
}

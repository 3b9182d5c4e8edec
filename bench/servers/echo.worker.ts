import uWS, { type WebSocket } from 'uWebSockets.js';
import { type BareServerReady, echoEvent, eventsText, snapshotText } from './echo-protocol.ts';

interface SocketData {
  readonly nothing?: never;
}

// With a window, bids are also told to everyone who subscribed, gathered as Lotcast gathers them.
const windowMs = process.argv[2] === undefined ? null : Number(process.argv[2]);
const topic = 'everyone';
const subscribeStart = '{"type":"subscribe"';
const app = uWS.App();
let seq = 0;
let waiting = '';

const publish = () => {
  const text = waiting;
  waiting = '';
  app.publish(topic, eventsText(text));
};

app
  .ws<SocketData>('/*', {
    idleTimeout: 120,
    // Far above what any scenario leaves unread, and still bounded.
    maxBackpressure: 1024 * 1024,
    message:
      windowMs === null
        ? (ws, message, isBinary) => {
            ws.send(message, isBinary);
          }
        : answerAndTell,
  })
  .listen('127.0.0.1', 0, (socket) => {
    if (!socket) throw new Error('the echo server could not listen');
    process.send?.({ port: uWS.us_socket_local_port(socket) } satisfies BareServerReady);
  });

function answerAndTell(ws: WebSocket<SocketData>, message: ArrayBuffer, isBinary: boolean): void {
  const text = Buffer.from(message).toString('latin1', 0, subscribeStart.length);
  if (text === subscribeStart) {
    ws.subscribe(topic);
    ws.send(snapshotText(Buffer.from(message).toString(), seq));
    return;
  }
  ws.send(message, isBinary);
  const event = echoEvent(++seq);
  if (waiting === '') {
    waiting = event;
    if (windowMs) setTimeout(publish, windowMs);
    else setImmediate(publish);
  } else {
    waiting += `,${event}`;
  }
}

process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit());

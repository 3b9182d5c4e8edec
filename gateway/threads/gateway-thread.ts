import { monotonicClock } from '../../actors/clock.ts';
import { LaneMemory } from '../../actors/lane/lane-memory.ts';
import { attachHttp } from '../http/attach-http.ts';
import { measureGateway } from '../metrics/gateway-measures.ts';
import { Denials } from '../people/tokens/denials.ts';
import { Verifier } from '../people/tokens/verifier.ts';
import { openGateway } from '../service/gateway.ts';
import { joinPort, type Listening } from '../service/listen.ts';
import { SharedAddressCounts } from '../socket/shared-address-counts.ts';
import type { FromGateway, GatewayTask, ToGateway } from './messages.ts';
import { OpenApps } from './open-apps.ts';
import { RequestForwarder } from './request-forwarder.ts';
import { SocketForwarder } from './socket-forwarder.ts';

/**
 * The never-ending task of a further gateway: resolves when it was told to stop, rejects when it can't listen. It
 * speaks with its clients by itself, and has the first one answer requests, lead live video and look at what people say.
 */
export default async function runGateway(task: GatewayTask): Promise<void> {
  const { control, config } = task;
  const send = (message: FromGateway) => control.postMessage(message);
  const now = monotonicClock(task.clockBaseMs);
  const forwarder = new SocketForwarder((told) => send({ type: 'socket', told }));
  const requests = new RequestForwarder((about) => send({ type: 'http', about }));
  let hasMedia = false;
  let listening: Listening | null = null;

  const denials = new Denials(now);
  denials.add(task.denied);
  const verifier = new Verifier(task.tokenKeys, denials, now);
  const gateway = openGateway({
    config,
    epoch: task.epoch,
    now,
    visitors: verifier,
    media: () => (hasMedia ? forwarder : null),
    speakers: () => forwarder,
    isFirst: false,
    perAddress: new SharedAddressCounts(task.addresses),
    tellGateways: (changes) => send({ type: 'viewers', changes }),
    tellReactions: (reactions) => send({ type: 'reactions', reactions }),
    tellRates: (counts) => send({ type: 'rates', counts }),
  });
  const { app, lanes, channels, sockets } = gateway;
  const log = { error: (details: object, message: string) => send({ type: 'failure', details, message }) };
  attachHttp(app, requests, { log, ...gateway.edge });

  const openApps = new OpenApps(task.openApps);
  openApps.opened();
  let isClosed = false;
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    // What was received is handed over even then: the hammer does not wait for this gateway any more.
    lanes.close();
    sockets.closeAll();
    app.close();
    openApps.closed();
  };
  // A thread that ends with anything of uWebSockets.js open, be it of an error, takes the process with it.
  process.once('exit', close);

  await new Promise<void>((resolve, reject) => {
    const follow = (message: ToGateway): void => {
      switch (message.type) {
        case 'listen':
          hasMedia = message.hasMedia;
          joinPort(app, config, message.port).then((joined) => {
            listening = joined;
            send({ type: 'listening' });
          }, reject);
          return;
        case 'lane':
          return lanes.connect(message.shard, message.lane, new LaneMemory(message.memory));
        case 'laneLost':
          return lanes.lost(message.shard);
        case 'viewers':
          return channels.viewers.heard(message.gateway, message.changes);
        case 'reactions':
          return gateway.chat.reactions.heard(message.reactions);
        case 'publish':
          return gateway.publish(message.topic, message.frame);
        case 'socket':
          return forwarder.heard(message.frame);
        case 'http':
          return requests.heard(message.about);
        case 'tokenKeys':
          return verifier.setKeys(message.keys);
        case 'deny':
          denials.add(message.denied);
          return gateway.signIns.deny(message.denied);
        case 'tooMuch':
          return sockets.rates.heard(message.people);
        case 'measure': {
          const { correlation } = message;
          return send({ type: 'measures', correlation, measures: measureGateway(gateway) });
        }
        case 'closeSockets':
          listening?.close();
          return sockets.closeAll();
        case 'stop':
          return resolve();
      }
    };
    control.on('message', follow);
  }).finally(close);
  control.close();
}

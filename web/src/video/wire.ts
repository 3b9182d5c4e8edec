import type { ClientMessage } from '../../../schema/wire/client.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';

/** Messages of the video's signalling, by what they carry. */
type Told<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;
type Said<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;

export type WireTransport = Told<'mediaWatching'>['transport'];
export type WireTrack = Told<'mediaAdded'>['track'];
export type WireCapabilities = Said<'mediaWatch'>['rtpCapabilities'];
export type WireDtls = Said<'mediaConnect'>['dtlsParameters'];
export type WireRtp = Said<'mediaProduce'>['rtpParameters'];

/** What signalling needs of the outside, given so that tests can stand in for it. */
export interface SignallingWorld {
  send(message: ClientMessage): boolean;
  /** Calls back once, and returns what calls it off. */
  after(delayMs: number, call: () => void): () => void;
  random(): number;
}

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

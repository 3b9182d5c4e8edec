import { PeerConnection, RtcpReceivingSession, type Track } from 'node-datachannel';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { fingerprintIn, offerOf } from './offer.ts';
import { PacketCount } from './packet-count.ts';

type Watching = Extract<ServerMessage, { type: 'mediaWatching' }>;

/** What a `Picture` tells. */
export interface PictureListener {
  /** Of the certificate of this end, which the server must know. */
  fingerprint(value: string): void;
  connected(): void;
  /** The first packet of the picture is here. */
  began(): void;
  failed(): void;
}

/** Where things stand in an RTP packet (RFC 3550 section 5.1). */
const sequenceAt = 2;
const ssrcAt = 8;

/** One viewer's end of a WebRTC transport: ICE, DTLS and SRTP as a browser has them, and nobody who looks. */
export class Picture {
  readonly packets = new PacketCount();
  lastPacketAtMs = 0;
  readonly #peer: PeerConnection;
  readonly #ssrc: number | undefined;
  readonly #listener: PictureListener;
  // A track that nobody holds is closed when it is collected.
  readonly #tracks: Track[] = [];

  constructor(transport: Watching['transport'], tracks: Watching['tracks'], listener: PictureListener) {
    this.#listener = listener;
    const picture = tracks.find(({ kind }) => kind === 'video');
    this.#ssrc = picture?.rtpParameters.encodings?.[0]?.ssrc;
    this.#peer = new PeerConnection('viewer', { iceServers: [], bindAddress: '127.0.0.1' });
    this.#peer.onLocalDescription((sdp) => listener.fingerprint(fingerprintIn(sdp)));
    this.#peer.onStateChange((state) => {
      if (state === 'connected') listener.connected();
      else if (state === 'failed' || state === 'disconnected') listener.failed();
    });
    this.#peer.onTrack((track) => this.#take(track));
    this.#peer.setRemoteDescription(offerOf(transport, tracks), 'offer');
  }

  close(): void {
    for (const track of this.#tracks) track.close();
    this.#peer.close();
  }

  #take(track: Track): void {
    this.#tracks.push(track);
    // Tells the server what arrives, as browsers do; the server steers by that.
    track.setMediaHandler(new RtcpReceivingSession());
    track.onMessage((packet) => this.#packet(packet));
  }

  #packet(packet: Buffer): void {
    if (packet.length < ssrcAt + 4 || packet.readUInt32BE(ssrcAt) !== this.#ssrc) return;
    this.packets.add(packet.readUInt16BE(sequenceAt));
    this.lastPacketAtMs = performance.now();
    if (this.packets.received === 1) this.#listener.began();
  }
}

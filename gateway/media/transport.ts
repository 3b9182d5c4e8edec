import type { types } from 'mediasoup';
import { limits } from '../../schema/limits.ts';
import type { MediaWorker } from './media-workers.ts';

/** Seconds without an answer from the other side after which a path is given up (RFC 7675 asks for 30 at most). */
const iceConsentTimeoutS = 15;

/** Makes the server's end of a WebRTC transport: UDP first, TCP beside it for networks that let nothing else out. */
export function createTransport(worker: MediaWorker, router: types.Router): Promise<types.WebRtcTransport> {
  return router.createWebRtcTransport({
    webRtcServer: worker.server,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    iceConsentTimeout: iceConsentTimeoutS,
    initialAvailableOutgoingBitrate: limits.startBitrateBps,
  });
}

/** What the browser needs to know of it. */
export const transportOf = ({ id, iceParameters, iceCandidates, dtlsParameters }: types.WebRtcTransport) => ({
  id,
  iceParameters,
  iceCandidates,
  dtlsParameters,
});

import { readFile } from 'node:fs/promises';
import type { types } from 'mediasoup';

/** The class that answers a sender's packets with what arrived of them and when. */
const estimator = 'TransportCongestionControl';
const feedbackTypes = new Set(['transport-cc', 'goog-remb']);
const headerExtension = 'transport-wide-cc';

/**
 * Whether a worker estimates bandwidth. One that was built without libwebrtc says that it does and then never
 * answers: Chromium, which waits for the answers, takes the silence for a jam and sends less and less.
 */
export async function doesEstimate(workerBin: string): Promise<boolean> {
  return (await readFile(workerBin)).includes(estimator);
}

/** Capabilities that promise no estimation, so that senders go by what receivers report as lost (RFC 3550). */
export function withoutEstimation(capabilities: types.RtpCapabilities): types.RtpCapabilities {
  return {
    codecs:
      capabilities.codecs?.map((codec) => ({
        ...codec,
        rtcpFeedback: codec.rtcpFeedback?.filter(({ type }) => !feedbackTypes.has(type)) ?? [],
      })) ?? [],
    headerExtensions:
      capabilities.headerExtensions?.filter(({ uri }) => !uri.includes(headerExtension)) ?? [],
  };
}

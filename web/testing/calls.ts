import type { Page } from 'playwright-core';

/** One end of a path, as https://www.w3.org/TR/webrtc-stats/ has it. */
interface PathEnd {
  readonly candidateType: string;
  /** Of the server that it was had from. */
  readonly url?: string;
}

declare global {
  interface Window {
    /** The page's WebRTC connections, in the order they were made. */
    calls?: RTCPeerConnection[];
  }
}

/** Runs in the page before its own scripts: keeps its WebRTC connections where a test can ask them. */
export function keepCalls(): void {
  const calls: RTCPeerConnection[] = [];
  window.calls = calls;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      calls.push(this);
    }
  };
}

/** The own end of the path that the page's last connection has taken, as its browser tells. */
export function ownEndOfPath(page: Page): Promise<PathEnd> {
  return page.evaluate(async () => {
    const report = await window.calls?.at(-1)?.getStats();
    for (const transport of report?.values() ?? []) {
      const pair = report?.get(transport.selectedCandidatePairId);
      if (pair !== undefined) return report?.get(pair.localCandidateId) as PathEnd;
    }
    throw new Error('no path is in use');
  });
}

/** The loudness of all that the page's last connection has played so far, as its browser tells; 0 is silence. */
export const heardEnergy = async (): Promise<number> => {
  let energy = 0;
  for (const { type, kind, totalAudioEnergy } of (await window.calls?.at(-1)?.getStats())?.values() ?? []) {
    if (type === 'inbound-rtp' && kind === 'audio') energy += totalAudioEnergy ?? 0;
  }
  return energy;
};

/** Ends the page's connections, which tells their other ends. */
export const endCalls = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const call of window.calls ?? []) call.close();
  });

import type { Device } from 'mediasoup-client/types';
import type { MediaSetup } from '../../../schema/http.ts';
import { Refusal, request } from '../api/request.ts';
import { NoVideo } from './refusals.ts';
import type { WireCapabilities } from './wire.ts';

/** What this browser and this server have in common for video. */
export interface Media {
  readonly device: Device;
  readonly rtpCapabilities: WireCapabilities;
  readonly maxPublishBitrateBps: number;
}

let prepared: Promise<Media> | null = null;

/** Prepares video once; rejects with `NoVideo` when there can be none, and may be called again after any failure. */
export function prepareMedia(): Promise<Media> {
  prepared ??= prepare().catch((error: unknown) => {
    prepared = null;
    throw error;
  });
  return prepared;
}

async function prepare(): Promise<Media> {
  const setup = await request<MediaSetup>('GET', '/media').catch((error: unknown) => {
    // A server from before there was video.
    throw error instanceof Refusal && error.status === 404 ? new NoVideo('media_off') : error;
  });
  if ('off' in setup) throw new NoVideo('media_off');
  // Large, and of no use to who only reads the list of lots.
  const { Device: MediasoupDevice } = await import('mediasoup-client');
  const device = await MediasoupDevice.factory().catch(() => {
    throw new NoVideo('unsupported');
  });
  // The wire's types allow what mediasoup's own name more narrowly.
  const routerRtpCapabilities = setup.rtpCapabilities as Parameters<
    Device['load']
  >[0]['routerRtpCapabilities'];
  await device.load({ routerRtpCapabilities });
  return {
    device,
    rtpCapabilities: device.recvRtpCapabilities as WireCapabilities,
    maxPublishBitrateBps: setup.maxPublishBitrateBps,
  };
}

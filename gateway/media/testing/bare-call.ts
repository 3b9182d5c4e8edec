import assert from 'node:assert/strict';
import type { types } from 'mediasoup';
import type { JSHandle, Page } from 'playwright-core';

/** A browser's end of a call with one of the worker's transports, without any library between the two. */
export type Call = JSHandle<RTCPeerConnection>;

/** A moving picture that a page sends to the transport, in VP8. The worker opens the DTLS handshake. */
export async function sendPicture(
  page: Page,
  transport: types.WebRtcTransport,
): Promise<{ call: Call; producer: types.Producer }> {
  const call = await page.evaluateHandle(() => new RTCPeerConnection());
  const offer = await call.evaluate(async (connection) => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    setInterval(() => context?.fillRect(Math.random() * 300, Math.random() * 150, 9, 9), 30);
    for (const track of canvas.captureStream().getTracks()) connection.addTrack(track);
    await connection.setLocalDescription();
    return connection.localDescription?.sdp ?? '';
  });
  const payloadType = Number(found(offer, /^a=rtpmap:(\d+) VP8\/90000/m));

  await transport.connect({ dtlsParameters: { role: 'server', fingerprints: [fingerprintIn(offer)] } });
  const producer = await transport.produce({
    kind: 'video',
    rtpParameters: {
      mid: '0',
      codecs: [
        {
          mimeType: 'video/VP8',
          payloadType,
          clockRate: 90_000,
          rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
        },
      ],
      encodings: [{ ssrc: Number(found(offer, /^a=ssrc:(\d+)/m)) }],
    },
  });
  const sdp = description(transport, payloadType, ['a=setup:active', 'a=recvonly']);
  await call.evaluate((connection, answer) => connection.setRemoteDescription(answer), {
    type: 'answer' as const,
    sdp,
  });
  return { call, producer };
}

/** A picture that the transport sends to a page once the consumer is resumed. The page opens the handshake. */
export async function receivePicture(
  page: Page,
  transport: types.WebRtcTransport,
  consumer: types.Consumer,
): Promise<Call> {
  const { codecs, encodings } = consumer.rtpParameters;
  const payloadType = codecs[0]?.payloadType ?? 0;
  const sdp = description(transport, payloadType, [
    'a=setup:actpass',
    'a=sendonly',
    'a=msid:- picture',
    `a=ssrc:${encodings?.[0]?.ssrc} cname:worker`,
  ]);
  const call = await page.evaluateHandle(() => new RTCPeerConnection());
  const answer = await call.evaluate(
    async (connection, offer) => {
      await connection.setRemoteDescription(offer);
      await connection.setLocalDescription();
      return connection.localDescription?.sdp ?? '';
    },
    { type: 'offer' as const, sdp },
  );
  await transport.connect({ dtlsParameters: { role: 'client', fingerprints: [fingerprintIn(answer)] } });
  return call;
}

/** The first of the call's statistics of a type, as the browser counts them. */
export function statistics(call: Call, type: string): Promise<Record<string, unknown>> {
  return call.evaluate(async (connection, wanted) => {
    const reports = [...(await connection.getStats()).values()];
    return reports.find((report) => report.type === wanted) ?? {};
  }, type);
}

/** The session description of a transport with one track, whose own lines are added. */
function description(transport: types.WebRtcTransport, payloadType: number, lines: string[]): string {
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  const all = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    `m=video 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    'a=rtcp-mux',
    `a=rtpmap:${payloadType} VP8/90000`,
    `a=rtcp-fb:${payloadType} nack pli`,
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:sha-256 ${fingerprint?.value}`,
    ...iceCandidates.map(
      ({ foundation, priority, address, port }) =>
        `a=candidate:${foundation} 1 udp ${priority} ${address} ${port} typ host`,
    ),
    ...lines,
  ];
  return all.map((line) => `${line}\r\n`).join('');
}

function fingerprintIn(sdp: string): types.DtlsFingerprint {
  return { algorithm: 'sha-256', value: found(sdp, /^a=fingerprint:sha-256 (\S+)/m) };
}

function found(text: string, pattern: RegExp): string {
  const value = pattern.exec(text)?.[1];
  assert.ok(value, `${pattern} is missing in ${text}`);
  return value;
}

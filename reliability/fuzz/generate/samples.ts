/**
 * Values that a schema alone hardly ever makes whole, by the name of the property that they stand in. What is
 * not in here is made from its schema all the same, only less likely to get far.
 */
export const samples: Readonly<Record<string, unknown>> = {
  rtpCapabilities: {
    codecs: [
      {
        kind: 'audio',
        mimeType: 'audio/opus',
        preferredPayloadType: 111,
        clockRate: 48_000,
        channels: 2,
        parameters: { minptime: 10, useinbandfec: 1 },
        rtcpFeedback: [{ type: 'transport-cc' }],
      },
      {
        kind: 'video',
        mimeType: 'video/VP8',
        preferredPayloadType: 96,
        clockRate: 90_000,
        parameters: {},
        rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
      },
    ],
    headerExtensions: [
      {
        kind: 'video',
        uri: 'urn:ietf:params:rtp-hdrext:sdes:mid',
        preferredId: 1,
        preferredEncrypt: false,
        direction: 'sendrecv',
      },
    ],
  },
  rtpParameters: {
    mid: '0',
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: 96,
        clockRate: 90_000,
        parameters: {},
        rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
      },
    ],
    headerExtensions: [],
    encodings: [{ ssrc: 4_711 }],
    rtcp: { cname: 'fuzz', reducedSize: true },
  },
  dtlsParameters: {
    role: 'client',
    fingerprints: [{ algorithm: 'sha-256', value: `${'AB:'.repeat(31)}AB` }],
  },
  rules: {
    startPoints: 1_000,
    increments: { kind: 'fixed', stepPoints: 100 },
    reservePoints: null,
    buyNowPoints: null,
    clock: { rule: 'rush', durationMs: 600_000, floorMs: 5_000, cutPerStepMs: 500, cutMaxMs: 5_000 },
    onStreamLoss: { rule: 'nothing' },
  },
  name: 'Ann',
  title: 'A lot',
};

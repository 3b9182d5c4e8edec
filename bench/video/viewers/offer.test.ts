import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingerprintIn, offerOf } from './offer.ts';

const transport = {
  id: 'transport',
  iceParameters: { usernameFragment: 'fragment', password: 'secret', iceLite: true },
  iceCandidates: [
    { foundation: 'udpcandidate', priority: 1_076_302_079, ip: '127.0.0.1', port: 40_000, protocol: 'udp' },
    { foundation: 'tcpcandidate', priority: 1_076_276_479, ip: '127.0.0.1', port: 40_000, protocol: 'tcp' },
  ],
  dtlsParameters: {
    fingerprints: [
      { algorithm: 'sha-512' as const, value: 'FF' },
      { algorithm: 'sha-256' as const, value: 'AB:CD' },
    ],
  },
};

const picture = {
  id: 'consumer',
  producerId: 'producer',
  kind: 'video' as const,
  rtpParameters: {
    mid: '0',
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: 101,
        clockRate: 90_000,
        parameters: {},
        rtcpFeedback: [
          { type: 'nack', parameter: '' },
          { type: 'nack', parameter: 'pli' },
        ],
      },
    ],
    encodings: [{ ssrc: 312_465_011 }],
    rtcp: { cname: 'seller' },
  },
};
const sound = {
  id: 'consumer',
  producerId: 'producer',
  kind: 'audio' as const,
  rtpParameters: {
    mid: '1',
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: 100,
        clockRate: 48_000,
        channels: 2,
        parameters: { useinbandfec: 1, usedtx: 1 },
      },
    ],
  },
};

test('an offer says what the server said, in lines of its own', () => {
  assert.deepEqual(offerOf(transport, [picture]).split('\r\n'), [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'a=ice-lite',
    'm=video 9 UDP/TLS/RTP/SAVPF 101',
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    'a=sendonly',
    'a=rtcp-mux',
    'a=setup:actpass',
    'a=ice-ufrag:fragment',
    'a=ice-pwd:secret',
    'a=fingerprint:sha-256 AB:CD',
    'a=rtpmap:101 VP8/90000',
    'a=rtcp-fb:101 nack',
    'a=rtcp-fb:101 nack pli',
    'a=ssrc:312465011 cname:seller',
    'a=candidate:udpcandidate 1 udp 1076302079 127.0.0.1 40000 typ host',
    'a=end-of-candidates',
    '',
  ]);
});

test('channels and parameters of a codec are said too', () => {
  assert.match(
    offerOf(transport, [sound]),
    /^a=rtpmap:100 opus\/48000\/2\r\na=fmtp:100 useinbandfec=1;usedtx=1\r$/m,
  );
});

test('several tracks share one transport', () => {
  const offer = offerOf(transport, [picture, sound]);
  assert.match(offer, /^a=group:BUNDLE 0 1\r$/m);
  assert.deepEqual(offer.match(/^m=\w+/gm), ['m=video', 'm=audio']);
});

test('the fingerprint of an answer is found', () => {
  assert.equal(fingerprintIn('v=0\r\na=fingerprint:sha-256 12:34\r\nm=video\r\n'), '12:34');
  assert.throws(() => fingerprintIn('v=0\r\n'), /no fingerprint/);
});

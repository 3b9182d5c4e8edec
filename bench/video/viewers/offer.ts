import type { ServerMessage } from '../../../schema/wire/server.ts';

type Watching = Extract<ServerMessage, { type: 'mediaWatching' }>;
/** What an offer is made of: one that looks for no other way needs no servers for that. */
type Transport = Pick<Watching['transport'], 'iceParameters' | 'iceCandidates' | 'dtlsParameters'>;
type Track = Watching['tracks'][number];
type Codec = Track['rtpParameters']['codecs'][number];

/** What the server said of its transport and its tracks, as the offer (RFC 8866) that a WebRTC client takes. */
export function offerOf(transport: Transport, tracks: readonly Track[]): string {
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${tracks.map(midOf).join(' ')}`,
    'a=ice-lite',
    ...tracks.flatMap((track, n) => trackLines(transport, track, n)),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function trackLines(transport: Transport, track: Track, n: number): string[] {
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  const { kind, rtpParameters } = track;
  const { codecs, encodings = [] } = rtpParameters;
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${codecs.map(({ payloadType }) => payloadType).join(' ')}`,
    'c=IN IP4 127.0.0.1',
    `a=mid:${midOf(track, n)}`,
    'a=sendonly',
    'a=rtcp-mux',
    'a=setup:actpass',
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    ...dtlsParameters.fingerprints
      .filter(({ algorithm }) => algorithm === 'sha-256')
      .map(({ algorithm, value }) => `a=fingerprint:${algorithm} ${value}`),
    ...codecs.flatMap(codecLines),
    ...encodings.map(({ ssrc }) => `a=ssrc:${ssrc} cname:${rtpParameters.rtcp?.cname ?? 'lotcast'}`),
    ...iceCandidates
      .filter(({ protocol }) => protocol === 'udp')
      .map(
        ({ foundation, priority, ip, port }) =>
          `a=candidate:${foundation} 1 udp ${priority} ${ip} ${port} typ host`,
      ),
    'a=end-of-candidates',
  ];
}

const midOf = ({ rtpParameters }: Track, n: number): string => rtpParameters.mid ?? String(n);

/** The fingerprint of the certificate that a description was made with. */
export function fingerprintIn(sdp: string): string {
  const value = /^a=fingerprint:sha-256 (\S+)/m.exec(sdp)?.[1];
  if (value === undefined) throw new Error('the description has no fingerprint');
  return value;
}

function codecLines({
  payloadType,
  mimeType,
  clockRate,
  channels,
  parameters,
  rtcpFeedback,
}: Codec): string[] {
  const name = mimeType.slice(mimeType.indexOf('/') + 1);
  const settings = Object.entries(parameters ?? {}).map(([key, value]) => `${key}=${value}`);
  return [
    `a=rtpmap:${payloadType} ${name}/${clockRate}${channels === undefined ? '' : `/${channels}`}`,
    ...(settings.length === 0 ? [] : [`a=fmtp:${payloadType} ${settings.join(';')}`]),
    ...(rtcpFeedback ?? []).map(({ type, parameter }) =>
      `a=rtcp-fb:${payloadType} ${type} ${parameter ?? ''}`.trimEnd(),
    ),
  ];
}

import { z } from 'zod';
import { lotIdSchema } from '../ids.ts';
import { limits } from '../limits.ts';

/*
 * How live video is agreed on. Pictures and sound travel over WebRTC between browsers and mediasoup; what both
 * sides must know of each other (the parameters of mediasoup's API, version 3) comes over the WebSocket. Their
 * shape is checked here, whether they fit together is for mediasoup to say.
 */

const shortText = z.string().max(256);
const parameters = z.record(z.string().max(64), z.union([shortText, z.number(), z.boolean(), z.null()]));
const rtcpFeedback = z.array(z.object({ type: shortText, parameter: shortText.optional() })).max(16);
const ssrc = z.int().min(0).max(0xffff_ffff);
const payloadType = z.int().min(0).max(127);

export const mediaKindSchema = z.enum(['audio', 'video']);
export type MediaKind = z.infer<typeof mediaKindSchema>;

/** What a browser or the server can decode. */
export const rtpCapabilitiesSchema = z.object({
  codecs: z
    .array(
      z.object({
        kind: mediaKindSchema,
        mimeType: shortText,
        preferredPayloadType: payloadType.optional(),
        clockRate: z.int().min(1).max(1_000_000),
        channels: z.int().min(1).max(8).optional(),
        parameters: parameters.optional(),
        rtcpFeedback: rtcpFeedback.optional(),
      }),
    )
    .max(limits.maxMediaCodecs),
  headerExtensions: z
    .array(
      z.object({
        kind: mediaKindSchema,
        uri: shortText,
        preferredId: z.int().min(1).max(255),
        preferredEncrypt: z.boolean().optional(),
        direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
      }),
    )
    .max(limits.maxMediaCodecs)
    .optional(),
});

/** What is sent: one track, in up to three sizes. */
export const rtpParametersSchema = z.object({
  mid: shortText.optional(),
  msid: shortText.optional(),
  codecs: z
    .array(
      z.object({
        mimeType: shortText,
        payloadType,
        clockRate: z.int().min(1).max(1_000_000),
        channels: z.int().min(1).max(8).optional(),
        parameters: parameters.optional(),
        rtcpFeedback: rtcpFeedback.optional(),
      }),
    )
    .max(8),
  headerExtensions: z
    .array(
      z.object({
        uri: shortText,
        id: z.int().min(1).max(255),
        encrypt: z.boolean().optional(),
        parameters: parameters.optional(),
      }),
    )
    .max(limits.maxMediaCodecs)
    .optional(),
  encodings: z
    .array(
      z.object({
        ssrc: ssrc.optional(),
        rid: shortText.optional(),
        codecPayloadType: payloadType.optional(),
        rtx: z.object({ ssrc }).optional(),
        dtx: z.boolean().optional(),
        scalabilityMode: shortText.optional(),
        scaleResolutionDownBy: z.number().min(1).max(16).optional(),
        /** Whole, for mediasoup 3.27 breaks its channel to the worker for good on any other. */
        maxBitrate: z.int().min(0).max(100_000_000).optional(),
        maxFramerate: z.number().min(0).max(240).optional(),
        active: z.boolean().optional(),
      }),
    )
    .max(limits.maxMediaLayers)
    .optional(),
  rtcp: z
    .object({
      cname: shortText.optional(),
      reducedSize: z.boolean().optional(),
      mux: z.boolean().optional(),
    })
    .optional(),
});

export type RtpParameters = z.infer<typeof rtpParametersSchema>;

export const dtlsParametersSchema = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().max(256),
      }),
    )
    .min(1)
    .max(8),
});

export type DtlsParameters = z.infer<typeof dtlsParametersSchema>;

/** The two parts that a socket can have in the video of a lot. */
export const mediaRoleSchema = z.enum(['watch', 'publish']);
export type MediaRole = z.infer<typeof mediaRoleSchema>;

const lot = lotIdSchema;

/** Watch the video of a lot that the socket is subscribed to. */
export const mediaWatchSchema = z.strictObject({
  type: z.literal('mediaWatch'),
  lot,
  /** What this browser can decode. */
  rtpCapabilities: rtpCapabilitiesSchema,
});

/** Go on air: its seller only. Whoever published this lot before is off the air. */
export const mediaPublishSchema = z.strictObject({ type: z.literal('mediaPublish'), lot });

/** The browser's side of the encryption, once per transport. */
export const mediaConnectSchema = z.strictObject({
  type: z.literal('mediaConnect'),
  lot,
  role: mediaRoleSchema,
  dtlsParameters: dtlsParametersSchema,
});

/** Send a track; its publisher only. */
export const mediaProduceSchema = z.strictObject({
  type: z.literal('mediaProduce'),
  lot,
  kind: mediaKindSchema,
  rtpParameters: rtpParametersSchema,
});

/** Take a track off the air, while the other goes on; its publisher only. */
export const mediaEndSchema = z.strictObject({ type: z.literal('mediaEnd'), lot, kind: mediaKindSchema });

const upDelayMs = z.int().min(0).max(limits.maxUpDelayMs);

/** How long a picture takes from the camera to the server, as its publisher measures it; every few seconds. */
export const mediaDelaySchema = z.strictObject({ type: z.literal('mediaDelay'), lot, upDelayMs });

/** The browser is ready for the tracks that it was told of; they begin with a whole picture. */
export const mediaReadySchema = z.strictObject({ type: z.literal('mediaReady'), lot });

/** The most that is of use: layer 0 is the smallest picture; temporal layer 0 has the fewest frames, all where it is left out. */
export const mediaPreferSchema = z.strictObject({
  type: z.literal('mediaPrefer'),
  lot,
  layer: z
    .int()
    .min(0)
    .max(limits.maxMediaLayers - 1),
  temporalLayer: z
    .int()
    .min(0)
    .max(limits.maxTemporalLayers - 1)
    .default(limits.maxTemporalLayers - 1),
});

export type PreferredLayers = Pick<z.infer<typeof mediaPreferSchema>, 'layer' | 'temporalLayer'>;

/** Watch or publish no longer. */
export const mediaLeaveSchema = z.strictObject({ type: z.literal('mediaLeave'), lot, role: mediaRoleSchema });

/** Every message of a client about video. */
export type MediaMessage = z.infer<
  | typeof mediaWatchSchema
  | typeof mediaPublishSchema
  | typeof mediaConnectSchema
  | typeof mediaProduceSchema
  | typeof mediaEndSchema
  | typeof mediaDelaySchema
  | typeof mediaReadySchema
  | typeof mediaPreferSchema
  | typeof mediaLeaveSchema
>;

/** A STUN or TURN server, as browsers take it. */
export const iceServerSchema = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});
export type IceServer = z.infer<typeof iceServerSchema>;

/** The server's end of a WebRTC transport, as `createRecvTransport` and `createSendTransport` of mediasoup-client take it. */
export const transportSchema = z.object({
  id: z.string(),
  iceParameters: z.looseObject({ usernameFragment: z.string(), password: z.string() }),
  iceCandidates: z.array(z.looseObject({ foundation: z.string(), ip: z.string(), port: z.int() })),
  dtlsParameters: dtlsParametersSchema,
  /** With credentials for this transport, which are good for an hour where the server makes them. */
  iceServers: z.array(iceServerSchema),
  /** `relay`: only through the TURN servers. */
  iceTransportPolicy: z.enum(['all', 'relay']),
});

/** One track as a viewer is sent it. */
export const trackSchema = z.object({
  /** Of the consumer. */
  id: z.string(),
  producerId: z.string(),
  kind: mediaKindSchema,
  rtpParameters: rtpParametersSchema,
});

/** Answers `mediaWatch`: the transport with all tracks that are on air, stopped until `mediaReady`. */
export const mediaWatchingSchema = z.object({
  type: z.literal('mediaWatching'),
  lot: z.string(),
  transport: transportSchema,
  tracks: z.array(trackSchema),
  /** As in `mediaDelayed`. */
  upDelayMs: upDelayMs.nullable(),
});

/** The publisher's way to the server has become longer or shorter; null when nobody measures it now. */
export const mediaDelayedSchema = z.object({
  type: z.literal('mediaDelayed'),
  lot: z.string(),
  upDelayMs: upDelayMs.nullable(),
});

/** A track has come on air; stopped until `mediaReady`. */
export const mediaAddedSchema = z.object({
  type: z.literal('mediaAdded'),
  lot: z.string(),
  track: trackSchema,
});

/** A track is off the air. */
export const mediaRemovedSchema = z.object({
  type: z.literal('mediaRemoved'),
  lot: z.string(),
  /** Of the consumer. */
  id: z.string(),
});

/** Answers `mediaPublish`. */
export const mediaPublishingSchema = z.object({
  type: z.literal('mediaPublishing'),
  lot: z.string(),
  transport: transportSchema,
});

/** Answers `mediaProduce`: the track is taken. */
export const mediaProducedSchema = z.object({
  type: z.literal('mediaProduced'),
  lot: z.string(),
  kind: mediaKindSchema,
  /** Of the producer. */
  id: z.string(),
});

/** The transport of this part is gone. With `again`, ask for a new one; without, somebody else publishes the lot now. */
export const mediaClosedSchema = z.object({
  type: z.literal('mediaClosed'),
  lot: z.string(),
  role: mediaRoleSchema,
  again: z.boolean(),
});

import type { types } from 'mediasoup';

/**
 * A track's parameters without Opus's forward error correction. With it the worker hands the worst viewer's reported
 * loss on to the seller, whose browser then makes the picture worse for everybody: one bad line, or one liar, would do.
 */
export const withoutViewersLoss = (parameters: types.RtpParameters): types.RtpParameters => ({
  ...parameters,
  codecs: parameters.codecs.map((codec) => {
    const { useinbandfec: _, ...rest } = (codec.parameters ?? {}) as Record<string, unknown>;
    return codec.parameters === undefined ? codec : { ...codec, parameters: rest };
  }),
});

/** What counts as silence in front of a microphone, in dB below full scale. */
const floorDb = -60;

/** How loud a stretch of sound is, from 0 (silence) to 1 (full scale), even in decibels as ears hear it. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const loudness = Math.sqrt(sum / Math.max(1, samples.length));
  const db = 20 * Math.log10(loudness);
  return db <= floorDb ? 0 : Math.min(1, 1 - db / floorDb);
}

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 30_000;

/** A page of any browser. */
interface Page {
  evaluate(look: () => Promise<string | null>): Promise<string | null>;
}

/** Looks until nothing is missing; `waitForFunction` would take the promise for the answer. */
async function eventually(page: Page, what: string, missing: () => Promise<string | null>): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (let why = await page.evaluate(missing); why !== null; why = await page.evaluate(missing)) {
    if (performance.now() > giveUpAt) assert.fail(`there is no ${what}: ${why}`);
    await pause(100);
  }
}

/** Waits until the shown picture has changed many times: a frozen frame, a poster or a black one never does. */
export async function seesMovingPicture(page: Page): Promise<void> {
  await eventually(page, 'moving picture', async () => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid="video"]');
    if (video === null || video.videoWidth === 0) return 'nothing has come';
    const canvas = new OffscreenCanvas(64, 36);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const seen = new Set<string>();
    for (let look = 0; look < 12; look++) {
      context?.drawImage(video, 0, 0, 64, 36);
      const { data } = context?.getImageData(0, 0, 64, 36) ?? { data: new Uint8ClampedArray() };
      let sum = 0;
      for (let at = 0; at < data.length; at++) sum = (sum * 31 + (data[at] ?? 0)) | 0;
      seen.add(String(sum));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return seen.size >= 4 ? null : 'it stands still';
  });
}

/** Waits until the picture has sound that is loud at times. The page must have been pressed, or browsers keep it silent. */
export async function hearsSound(page: Page): Promise<void> {
  await eventually(page, 'sound', async () => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid="video"]');
    if (!(video?.srcObject instanceof MediaStream)) return 'nothing has come';
    if (video.muted) return 'it is muted';
    if (video.srcObject.getAudioTracks().length === 0) return 'there is a picture only';
    const context = new AudioContext();
    await context.resume();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(video.srcObject).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loudest = 0;
    for (let look = 0; look < 60 && loudest < 0.01; look++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      analyser.getFloatTimeDomainData(samples);
      for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample));
    }
    await context.close();
    return loudest >= 0.01 ? null : 'it is silent';
  });
}

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 30_000;

/** A page of any browser. */
interface Page {
  evaluate(look: () => Promise<boolean>): Promise<boolean>;
}

/** Looks until what is looked for is there; `waitForFunction` would take the promise for the answer. */
async function eventually(page: Page, what: string, look: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!(await page.evaluate(look))) {
    if (performance.now() > giveUpAt) assert.fail(`there is no ${what}`);
    await pause(100);
  }
}

/** Waits until the shown picture has changed many times: a frozen frame, a poster or a black one never does. */
export async function seesMovingPicture(page: Page): Promise<void> {
  await eventually(page, 'moving picture', async () => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid="video"]');
    if (video === null || video.videoWidth === 0) return false;
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
    return seen.size >= 4;
  });
}

/** Waits until the picture has sound that is loud at times. The page must have been pressed, or browsers keep it silent. */
export async function hearsSound(page: Page): Promise<void> {
  await eventually(page, 'sound', async () => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid="video"]');
    if (!(video?.srcObject instanceof MediaStream) || video.muted) return false;
    if (video.srcObject.getAudioTracks().length === 0) return false;
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
    return loudest >= 0.01;
  });
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Scope } from '../../testing/cleanup.ts';
import { Random } from '../../testing/random.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';

const width = 640;
const height = 360;
const framesPerSecond = 15;
/** Each frame says which it is; then they begin anew. */
const numberBits = 6;
const frameCount = 2 ** numberBits;
const roundMs = (frameCount / framesPerSecond) * 1_000;
/** Cells of the number along the top: one white, one black, then the bits. */
const cellPx = width / (numberBits + 2);
/** What is under them changes with each frame, so that the encoder has much to send. */
const noisePx = 40;

/** Flags for a Chromium whose camera shows numbered frames, made to measure and to fill a network. */
export async function numberedCamera(scope: Scope): Promise<string[]> {
  const path = join(await temporaryFolder(scope), 'camera.y4m');
  const parts: Buffer[] = [
    Buffer.from(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`),
  ];
  const random = new Random(1);
  for (let frame = 0; frame < frameCount; frame++)
    parts.push(Buffer.from('FRAME\n'), pictureOf(frame, random));
  await writeFile(path, Buffer.concat(parts));
  return [`--use-file-for-fake-video-capture=${path}`];
}

function pictureOf(frame: number, random: Random): Buffer {
  const picture = Buffer.alloc((width * height * 3) / 2, 128);
  const fill = (left: number, top: number, sizePx: number, light: number) => {
    for (let y = top; y < top + sizePx; y++) picture.fill(light, y * width + left, y * width + left + sizePx);
  };
  for (let y = cellPx; y < height; y += noisePx) {
    for (let x = 0; x < width; x += noisePx) fill(x, y, noisePx, random.below(256));
  }
  // Gray code: a picture that mixes two neighbours is one of them.
  const gray = frame ^ (frame >> 1);
  const isWhite = [true, false, ...Array.from({ length: numberBits }, (_, bit) => ((gray >> bit) & 1) === 1)];
  for (const [cell, white] of isWhite.entries()) fill(cell * cellPx, 0, cellPx, white ? 235 : 16);
  return picture;
}

/** When a numbered frame was somewhere, in ms since 1970. */
export interface Sighting {
  readonly frame: number;
  readonly atMs: number;
}

declare global {
  interface Window {
    sightings?: Sighting[];
  }
}

/**
 * Notes from now on when each frame was on a page's video: where it comes from a camera of this browser, when the
 * camera took it, otherwise when it is put on the display.
 */
export const noteFrames = (page: Page, testId: string): Promise<void> =>
  page.getByTestId(testId).evaluate((element, bits) => {
    const video = element as HTMLVideoElement;
    const cells = bits + 2;
    const context = new OffscreenCanvas(cells * 8, 36).getContext('2d', { willReadFrequently: true });
    const sightings: Sighting[] = [];
    window.sightings = sightings;
    void (async () => {
      for (;;) {
        const atMs = await new Promise<number>((resolve) => {
          video.requestVideoFrameCallback((nowMs, { captureTime, receiveTime, expectedDisplayTime }) =>
            resolve(receiveTime === undefined ? (captureTime ?? nowMs) : expectedDisplayTime),
          );
        });
        context?.drawImage(video, 0, 0, cells * 8, 36);
        const row = context?.getImageData(0, 4, cells * 8, 1).data ?? new Uint8ClampedArray();
        const isWhite = Array.from({ length: cells }, (_, cell) => (row[(cell * 8 + 4) * 4] ?? 0) > 127);
        let frame = 0;
        for (let bit = bits - 1, before = false; bit >= 0; bit--) {
          before = before !== isWhite[bit + 2];
          frame = frame * 2 + (before ? 1 : 0);
        }
        if (isWhite[0] && !isWhite[1]) sightings.push({ frame, atMs: performance.timeOrigin + atMs });
      }
    })();
  }, numberBits);

/** What was noted, but for what was asked for before. */
export const sightingsOn = (page: Page): Promise<Sighting[]> =>
  page.evaluate(() => window.sightings?.splice(0) ?? []);

/** The middle of the ages of the frames seen, by when the camera took them; null without any. */
export function middleAgeMs(taken: readonly Sighting[], seen: readonly Sighting[]): number | null {
  const agesMs = seen.flatMap(({ frame, atMs }) => {
    const when = taken.findLast(
      (one) => one.frame === frame && one.atMs <= atMs && atMs - one.atMs < roundMs,
    );
    return when === undefined ? [] : [atMs - when.atMs];
  });
  return agesMs.toSorted((a, b) => a - b)[Math.floor(agesMs.length / 2)] ?? null;
}

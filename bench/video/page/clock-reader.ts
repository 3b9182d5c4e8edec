import { ageMs, clockGrid, timeOf } from '../clock-code.ts';

/** What was read of the pictures that were shown. */
export interface ClockReadings {
  /** Age of each picture when it was put on the display. */
  readonly agesMs: number[];
  undecodable: number;
}

/** Reads the clock of every picture that `video` shows, into what it returns. */
export function readClock(video: HTMLVideoElement): ClockReadings {
  const readings: ClockReadings = { agesMs: [], undecodable: 0 };
  const canvas = new OffscreenCanvas(clockGrid.columns, clockGrid.rows);
  const context = canvas.getContext('2d', { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
  // The middle of a cell, for edges are blurred on the way.
  context.imageSmoothingEnabled = false;
  const look = () => {
    const nowMs = Date.now();
    context.drawImage(video, 0, 0, clockGrid.columns, clockGrid.rows);
    const { data } = context.getImageData(0, 0, clockGrid.columns, clockGrid.rows);
    const cells = Array.from(
      { length: clockGrid.columns * clockGrid.rows },
      (_, n) => (data[n * 4] ?? 0) > 127,
    );
    const shownMs = timeOf(cells);
    if (shownMs === null) readings.undecodable++;
    else readings.agesMs.push(ageMs(shownMs, nowMs));
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);
  return readings;
}

/** Plays a stream without sound. */
export function play(stream: MediaStream): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  video.srcObject = stream;
  document.body.append(video);
  return video;
}

import { limits } from '../../../schema/limits.ts';
import { sendThumbnail } from '../api/lots.ts';

const width = 320;
const height = 180;
const quality = 0.6;
/** The first one waits until the camera has found its light. */
const firstAfterMs = 1_500;

/** Sends a small picture of what is on air now and then, for lists. Gives what ends it. */
export function sendThumbnails(lotId: string, track: MediaStreamTrack): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  void video.play().catch(() => {});
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;

  const send = () => {
    const jpeg = pictureOf(video, canvas);
    // One that is lost is followed by the next.
    if (jpeg !== null) sendThumbnail(lotId, jpeg).catch(() => {});
  };
  const first = setTimeout(send, firstAfterMs);
  const others = setInterval(send, limits.thumbnailMs);
  return () => {
    clearTimeout(first);
    clearInterval(others);
    video.srcObject = null;
  };
}

/** The picture in the middle of the canvas, whole, as a JPEG in base64; null while there is none or it is too large. */
function pictureOf(video: HTMLVideoElement, canvas: HTMLCanvasElement): string | null {
  const context = canvas.getContext('2d');
  if (context === null || video.videoWidth === 0) return null;
  const scale = Math.min(width / video.videoWidth, height / video.videoHeight);
  const [shownWidth, shownHeight] = [video.videoWidth * scale, video.videoHeight * scale];
  context.fillStyle = '#000';
  context.fillRect(0, 0, width, height);
  context.drawImage(video, (width - shownWidth) / 2, (height - shownHeight) / 2, shownWidth, shownHeight);
  const jpeg = canvas.toDataURL('image/jpeg', quality).split(',')[1] ?? '';
  return jpeg === '' || jpeg.length > limits.maxThumbnailChars ? null : jpeg;
}

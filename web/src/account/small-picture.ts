import { limits } from '../../../schema/limits.ts';

const sidePx = 128;
/** The second is for browsers that write no WebP, and for pictures that are still too large. */
const forms = [
  { type: 'image/webp', quality: 0.85 },
  { type: 'image/jpeg', quality: 0.8 },
  { type: 'image/jpeg', quality: 0.5 },
] as const;

/**
 * A small square out of the middle of a picture file, as a data URL; null if the file is no picture. Nothing else of
 * the file is in it, such as where it was taken.
 */
export async function smallPicture(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  const canvas = document.createElement('canvas');
  canvas.width = sidePx;
  canvas.height = sidePx;
  const context = canvas.getContext('2d');
  if (picture === null || context === null) return null;
  const side = Math.min(picture.width, picture.height);
  const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2];
  context.imageSmoothingQuality = 'high';
  // What is transparent would be black in a JPEG.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, sidePx, sidePx);
  context.drawImage(picture, x, y, side, side, 0, 0, sidePx, sidePx);
  picture.close();
  for (const { type, quality } of forms) {
    const url = canvas.toDataURL(type, quality);
    if (url.startsWith(`data:${type}`) && url.length <= limits.maxAvatarChars) return url;
  }
  return null;
}

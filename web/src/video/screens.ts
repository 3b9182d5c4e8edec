/** An iPhone shows nothing but a video on its full screen, and has a call of its own for it. */
interface PhoneVideo extends HTMLVideoElement {
  webkitEnterFullscreen?(): void;
}

const ignore = () => {};

/** Whether the picture can fill the screen. */
export const hasFullScreen = (): boolean =>
  document.fullscreenEnabled || 'webkitEnterFullscreen' in HTMLVideoElement.prototype;

/** Fills the screen with the stage, or where that can't be, with the picture alone. */
export function enterFullScreen(video: PhoneVideo): void {
  const stage = video.closest('.stage');
  if (document.fullscreenEnabled && stage !== null) stage.requestFullscreen().catch(ignore);
  else video.webkitEnterFullscreen?.();
}

export const leaveFullScreen = (): void => void document.exitFullscreen().catch(ignore);

/** Whether the picture can float over other windows. */
export const hasSmallWindow = (): boolean => document.pictureInPictureEnabled === true;

/** Lets the picture float over other windows, or takes it back. */
export async function toggleSmallWindow(video: HTMLVideoElement): Promise<void> {
  const isOut = document.pictureInPictureElement === video;
  await (isOut ? document.exitPictureInPicture() : video.requestPictureInPicture()).catch(ignore);
}

/**
 * Plays a picture with its sound, or without if the browser wants a press first. Resolves to whether it can be
 * heard as wished; `wantsSound` is the wish.
 */
export async function play(video: HTMLVideoElement, wantsSound: boolean): Promise<boolean> {
  video.muted = !wantsSound;
  try {
    await video.play();
    return true;
  } catch (error) {
    // Another stream came in between; its own call of this function goes on.
    if ((error as Error).name !== 'NotAllowedError' || video.muted) return true;
    video.muted = true;
    await video.play().catch(() => {});
    return false;
  }
}

/** What went out to all sockets of this gateway. */
export class Traffic {
  frames = 0;
  /** Bytes of the frames as text, without WebSocket's and TCP's own. */
  frameBytes = 0;
  slowReadersCut = 0;

  count(bytes: number): void {
    this.frames++;
    this.frameBytes += bytes;
  }
}

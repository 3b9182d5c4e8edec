/** What went out to all sockets of this gateway. */
export class Traffic {
  frames = 0;
  /** Bytes of the frames as text, without WebSocket's and TCP's own. */
  frameBytes = 0;
  slowReadersCut = 0;

  count(frame: string | Uint8Array): void {
    this.frames++;
    this.frameBytes += typeof frame === 'string' ? Buffer.byteLength(frame) : frame.byteLength;
  }
}

/** One answer as it came over the wire. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Bytes that it took. */
  readonly length: number;
}

/** The first whole answer in `bytes`; null if it is not whole yet. Throws if that is no answer. */
export function readAnswer(
  bytes: Buffer,
  { isToHead, isOver }: { isToHead: boolean; isOver: boolean },
): HttpAnswer | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) {
    if (bytes.length > 0 && !'HTTP/1.1 '.startsWith(bytes.toString('latin1', 0, Math.min(9, bytes.length)))) {
      throw new Error(`no answer of HTTP: ${bytes.toString('latin1', 0, 80)}`);
    }
    return null;
  }
  const [first = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) throw new Error(`no status line: ${first.slice(0, 80)}`);
  const headers = new Map(
    lines.map((line) => {
      const cut = line.indexOf(':');
      return [line.slice(0, cut).toLowerCase(), line.slice(cut + 1).trim()];
    }),
  );
  const start = headEnd + 4;
  const found = (body: Buffer, end: number): HttpAnswer => ({ status, headers, body, length: end });
  if (isToHead || status === 204 || status === 304 || (status >= 100 && status < 200))
    return found(Buffer.alloc(0), start);
  if (headers.get('transfer-encoding') === 'chunked') return readChunks(bytes, start, found);
  const length = headers.get('content-length');
  if (length === undefined) return isOver ? found(bytes.subarray(start), bytes.length) : null;
  const end = start + Number(length);
  return bytes.length < end ? null : found(bytes.subarray(start, end), end);
}

function readChunks(
  bytes: Buffer,
  start: number,
  found: (body: Buffer, end: number) => HttpAnswer,
): HttpAnswer | null {
  const chunks: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) throw new Error('a chunk without a size');
    const end = lineEnd + 2 + size + 2;
    if (bytes.length < end) return null;
    if (size === 0) return found(Buffer.concat(chunks), end);
    chunks.push(bytes.subarray(lineEnd + 2, end - 2));
    at = end;
  }
}

import type { PageFile } from './load-files.ts';

type Encoding = 'br' | 'gzip';

/** The smallest form of a file that the client says it takes. */
export function encodingFor(acceptEncoding: string | undefined, file: PageFile): Encoding | null {
  if (file.br && accepts(acceptEncoding, 'br')) return 'br';
  if (file.gzip && accepts(acceptEncoding, 'gzip')) return 'gzip';
  return null;
}

/** Whether a list such as `gzip;q=0.8, br` takes this encoding; one with a weight of 0 is refused. */
function accepts(list: string | undefined, encoding: Encoding): boolean {
  const found = (list ?? '')
    .split(',')
    .map((entry) =>
      entry
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/),
    )
    .find(([name]) => name === encoding);
  return found !== undefined && Number(found[1] ?? 1) > 0;
}

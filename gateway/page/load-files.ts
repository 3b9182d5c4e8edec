import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { isTextual, mediaType } from './media-types.ts';

/** A file as it is served, in every encoding that it is kept in. */
export interface PageFile {
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content, so that it can be kept for ever. */
  readonly isImmutable: boolean;
  readonly identity: Uint8Array;
  readonly br: Uint8Array | null;
  readonly gzip: Uint8Array | null;
}

/** Below this nothing is gained by compressing; above that it takes too long at start-up. */
const leastCompressedBytes = 1_024;
const mostCompressedBytes = 4 * 1024 * 1024;
const brotliQuality = 9;

/** Names that Vite has put a hash of the content into. */
const hashed = /^\/assets\/.+-[\w-]{8}\.\w+$/;

/**
 * All files below a folder by the path they are served at, read and compressed. Only what was there at this
 * moment can ever be served, so no path leads anywhere else. Null if there is no such folder.
 */
export async function loadFiles(folder: string): Promise<ReadonlyMap<string, PageFile> | null> {
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (names === null) return null;
  const loaded = await Promise.all(
    names.filter((name) => !basename(name).startsWith('.')).map((name) => load(folder, name)),
  );
  return new Map(loaded.filter((entry) => entry !== null));
}

async function load(folder: string, name: string): Promise<[path: string, file: PageFile] | null> {
  const location = join(folder, name);
  if (!(await stat(location)).isFile()) return null;
  const path = `/${name.split(sep).join('/')}`;
  const identity = await readFile(location);
  const type = mediaType(path);
  const isCompressed =
    isTextual(type) && identity.length >= leastCompressedBytes && identity.length <= mostCompressedBytes;
  const loaded = {
    type,
    etag: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
    isImmutable: hashed.test(path),
    identity,
    br: isCompressed ? await brotli(identity) : null,
    gzip: isCompressed ? await promisify(gzip)(identity) : null,
  };
  return [path, loaded];
}

function brotli(bytes: Uint8Array): Promise<Uint8Array> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: brotliQuality,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return promisify(brotliCompress)(bytes, { params });
}

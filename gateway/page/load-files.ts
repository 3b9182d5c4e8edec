import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { mediaType } from './media-types.ts';

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

/** What the build puts beside a file: the same, compressed. */
const compressed = /\.(br|gz)$/;

/** Names that Vite has put a hash of the content into. */
const hashed = /^\/assets\/.+-[\w-]{8}\.\w+$/;

/**
 * All files below a folder by the path they are served at, with what the build has compressed of them. Only what was
 * there at this moment can ever be served, so no path leads anywhere else. Null if there is no such folder.
 */
export async function loadFiles(folder: string): Promise<ReadonlyMap<string, PageFile> | null> {
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (names === null) return null;
  const loaded = await Promise.all(
    names
      .filter((name) => !basename(name).startsWith('.') && !compressed.test(name))
      .map((name) => load(folder, name, names)),
  );
  return new Map(loaded.filter((entry) => entry !== null));
}

async function load(
  folder: string,
  name: string,
  names: readonly string[],
): Promise<[path: string, file: PageFile] | null> {
  const location = join(folder, name);
  if (!(await stat(location)).isFile()) return null;
  const path = `/${name.split(sep).join('/')}`;
  const identity = await readFile(location);
  const beside = (ending: string) =>
    names.includes(name + ending) ? readFile(location + ending) : Promise.resolve(null);
  const loaded = {
    type: mediaType(path),
    etag: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
    isImmutable: hashed.test(path),
    identity,
    br: await beside('.br'),
    gzip: await beside('.gz'),
  };
  return [path, loaded];
}

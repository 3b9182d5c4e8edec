import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onCleanup, type Scope } from '../testing/cleanup.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

/** Why there can be no small disk here; null where there can. */
export function whyNoSmallDisk(): string | null {
  return process.platform === 'linux' && process.getuid?.() === 0
    ? null
    : 'only root on Linux can mount a small disk';
}

/** A file system with little room, which can be filled to the last byte. */
export class SmallDisk {
  readonly folder: string;
  readonly #filler: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.#filler = join(folder, 'filler');
  }

  /** Mounts one in memory until the scope ends. */
  static async mount(scope: Scope, sizeMiB: number): Promise<SmallDisk> {
    const folder = join(await temporaryFolder(scope), 'disk');
    mkdirSync(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m,mode=755`, 'lotcast', folder]);
    onCleanup(scope, () => execFileSync('umount', ['--lazy', folder]));
    return new SmallDisk(folder);
  }

  /** Takes all room that is left. */
  fill(): void {
    const file = openSync(this.#filler, 'a');
    try {
      // The last bytes go one page at a time.
      for (const bytes of [1024 * 1024, 4096]) {
        const block = Buffer.alloc(bytes);
        while (hasWritten(file, block));
      }
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.#filler, { force: true });
  }
}

function hasWritten(file: number, block: Buffer): boolean {
  try {
    return writeSync(file, block) === block.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}

/** Where something is mounted in a folder, the innermost first. */
export function mountsBelow(folder: string): string[] {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`))
    .reverse();
}

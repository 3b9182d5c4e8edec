import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';

const folder = join(root, 'node_modules/mediasoup');

/** The installed npm package: its version, and where the worker's sources are. */
export function mediasoupPackage() {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { version, sources: join(folder, 'worker') };
}

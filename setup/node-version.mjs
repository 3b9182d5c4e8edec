import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** Throws when this Node.js is older than package.json asks for; whatever fails with it later does not say so. */
export function requireNode(version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [least] = engines.node.match(/[\d.]+/);
  if (version.localeCompare(least, 'en', { numeric: true }) < 0) {
    throw new Error(`Lotcast needs Node.js ${least} or newer; this is ${version}.`);
  }
}

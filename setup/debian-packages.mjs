import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installMissingPackages, onPath } from './install-debian-packages.mjs';

const needs = [
  { package: 'postgresql', isThere: hasPostgres },
  { package: 'redis-server', isThere: () => onPath('redis-server') },
  { package: 'chromium', isThere: () => ['chromium', 'chromium-browser', 'google-chrome'].some(onPath) },
  { package: 'fontconfig', isThere: () => onPath('fc-list') },
  { package: 'fonts-noto-cjk', isThere: hasKoreanFont },
];

/** Installs what tests need from the system. Throws with what to do when that is not possible. */
export async function ensureDebianPackages() {
  await installMissingPackages(needs, 'the tests need');
}

function hasPostgres() {
  const folder = '/usr/lib/postgresql';
  return (
    existsSync(folder) &&
    readdirSync(folder).some((version) => existsSync(join(folder, version, 'bin/postgres')))
  );
}

function hasKoreanFont() {
  return onPath('fc-list') && spawnSync('fc-list', [':lang=ko', 'family']).stdout.length > 0;
}

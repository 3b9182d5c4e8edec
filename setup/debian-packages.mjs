import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installedChromium } from './chromium.mjs';
import { installedFirefox } from './firefox.mjs';
import { installMissingPackages } from './install-debian-packages.mjs';
import { hasProgram } from './program-path.mjs';

const needs = [
  { package: 'postgresql', isThere: hasPostgres },
  { package: 'redis-server', isThere: () => hasProgram('redis-server') },
  { package: 'chromium', isThere: () => installedChromium() !== null },
  { package: 'coturn', isThere: () => hasProgram('turnserver') },
  { package: 'firefox-esr', isThere: () => installedFirefox() !== null },
  { package: 'openssl', isThere: () => hasProgram('openssl') },
  { package: 'fontconfig', isThere: () => hasProgram('fc-list') },
  { package: 'fonts-noto-cjk', isThere: hasKoreanFont },
];

/** Installs what tests need from the system. Throws with what to do when that is not possible. */
export async function ensureDebianPackages() {
  await installMissingPackages(needs, 'the tests need');
}

/** Installs the stores of what Lotcast is compared with, in the same way. */
export async function ensurePeerStores() {
  const stores = needs.filter((need) => need.package === 'postgresql' || need.package === 'redis-server');
  await installMissingPackages(stores, 'the comparison needs');
}

function hasPostgres() {
  const folder = '/usr/lib/postgresql';
  return (
    existsSync(folder) &&
    readdirSync(folder).some((version) => existsSync(join(folder, version, 'bin/postgres')))
  );
}

function hasKoreanFont() {
  return hasProgram('fc-list') && spawnSync('fc-list', [':lang=ko', 'family']).stdout.length > 0;
}

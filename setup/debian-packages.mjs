import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.mjs';

/** What tests need from the system: the package that brings it, and how to see that it is there. */
const needs = [
  { package: 'postgresql', isThere: hasPostgres },
  { package: 'redis-server', isThere: () => onPath('redis-server') },
  { package: 'chromium', isThere: () => ['chromium', 'chromium-browser', 'google-chrome'].some(onPath) },
  { package: 'fontconfig', isThere: () => onPath('fc-list') },
  { package: 'fonts-noto-cjk', isThere: hasKoreanFont },
];

/**
 * Installs the Debian packages that tests need and that are missing, in one step that says so.
 * Throws with what to do when there is no apt, neither root nor sudo, or the installation fails.
 */
export async function ensureDebianPackages() {
  const missing = needs.filter((need) => !need.isThere()).map((need) => need.package);
  if (missing.length === 0) return;

  const list = missing.join(' ');
  const isRoot = process.getuid?.() === 0;
  if (!onPath('apt-get')) throw new Error(`The tests need these programs, please install them: ${list}`);
  if (!isRoot && !onPath('sudo')) {
    throw new Error(`The tests need Debian packages. Please run as root: apt-get install ${list}`);
  }

  process.stderr.write(`Installing Debian packages that the tests need, as root: ${list}\n`);
  const install = 'apt-get update && exec apt-get install --yes --no-install-recommends "$@"';
  const asRoot = isRoot ? ['env'] : ['sudo', 'env'];
  const [command, ...args] = [
    ...asRoot,
    'DEBIAN_FRONTEND=noninteractive',
    'sh',
    '-c',
    install,
    'sh',
    ...missing,
  ];
  const code = await runCommand(command, args, { stdio: ['inherit', 2, 2] });
  const stillMissing = needs.filter((need) => !need.isThere()).map((need) => need.package);
  if (code !== 0 || stillMissing.length > 0) {
    throw new Error(`These Debian packages could not be installed: ${stillMissing.join(' ') || list}`);
  }
}

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
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

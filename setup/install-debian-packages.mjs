import { hasProgram } from './program-path.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Installs those of the needed Debian packages that are missing, in one step that says so. A need is a package and
 * how to see that it is there; `whoNeeds` completes messages, such as 'the tests need'.
 * Throws with what to do when there is no apt, neither root nor sudo, or the installation fails.
 */
export async function installMissingPackages(needs, whoNeeds) {
  const missing = needs.filter((need) => !need.isThere()).map((need) => need.package);
  if (missing.length === 0) return;

  const list = missing.join(' ');
  const isRoot = process.getuid?.() === 0;
  if (!hasProgram('apt-get')) throw new Error(`What ${whoNeeds} is missing, please install: ${list}`);
  if (!isRoot && !hasProgram('sudo')) {
    throw new Error(`Please install the Debian packages that ${whoNeeds}, as root: apt-get install ${list}`);
  }

  process.stderr.write(`Installing Debian packages that ${whoNeeds}, as root: ${list}\n`);
  // Lists that can't be brought up to date may do all the same; and another installation may be under way,
  // as it often is on a machine that has just started.
  const install =
    'apt-get update; exec apt-get -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends "$@"';
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

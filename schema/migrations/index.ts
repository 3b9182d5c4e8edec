import type { Migration } from 'kysely';
import * as core from './0001_core.ts';
import * as outageOnce from './0002_outage_once.ts';
import * as accounts from './0003_accounts.ts';
import * as lotErrands from './0004_lot_errands.ts';
import * as chat from './0005_chat.ts';

/** Every migration in the order of its name; a migration that has been released is never edited. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001_core': core,
  '0002_outage_once': outageOnce,
  '0003_accounts': accounts,
  '0004_lot_errands': lotErrands,
  '0005_chat': chat,
};

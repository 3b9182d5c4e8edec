import { type Kysely, Migrator } from 'kysely';
import type { Logger } from 'pino';
import { migrations } from '../../schema/migrations/index.ts';
import type { Tables } from '../../schema/tables.ts';

/**
 * Brings the database's tables up to date. Servers that start at the same time take turns. A migration that
 * fails leaves nothing of itself behind, and throws with its name.
 */
export async function migrateToLatest(kysely: Kysely<Tables>, log: Logger): Promise<void> {
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error, results = [] } = await migrator.migrateToLatest();
  for (const { migrationName, status } of results) {
    if (status === 'Success') log.info(`Migrated the database: ${migrationName}`);
    if (status === 'Error')
      throw new Error(`The database migration ${migrationName} failed`, { cause: error });
  }
  if (error) throw new Error('The database could not be migrated', { cause: error });
}

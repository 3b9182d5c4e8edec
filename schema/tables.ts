import type { ColumnType, Generated } from 'kysely';

/** PostgreSQL's bigint: read as a number, because every value here is a safe integer. */
type Big = ColumnType<number, number, number>;
type GeneratedBig = ColumnType<number, number | undefined, number>;

/** Every table, as Kysely sees it. The migrations say why each is there. */
export interface Tables {
  meta: { key: string; value: string };
  signing_keys: { kid: string; secret: Buffer; created_at: Big };
  persons: { id: GeneratedBig; name: string; kind: 'guest'; created_at: Big };
  lots: {
    id: string;
    seller_id: Big;
    title: string;
    description: string;
    created_at: Big;
    edited_at: Big;
  };
  events: { actor: string; seq: Big; epoch: number; data: string };
  actors: {
    actor: string;
    slot: number;
    seq: Big;
    status: string;
    deadline: ColumnType<number | null, number | null, number | null>;
    summary: unknown;
  };
  checkpoints: { actor: string; seq: Big; state: unknown };
  slots: { slot: number; owner: string; epoch: number; alive_at: Big };
  outages: {
    outage_id: Generated<number>;
    slots: number[];
    owner: string | null;
    from_at: Big;
    to_at: Big;
  };
  dead_commands: {
    id: Generated<number>;
    actor: string;
    seq: Big;
    at: Big;
    command: unknown;
    error: string;
  };
}

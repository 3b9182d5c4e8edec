import type { ColumnType, Generated } from 'kysely';
import type { Role } from './http.ts';

/** PostgreSQL's bigint: read as a number, because every value here is a safe integer. */
type Big = ColumnType<number, number, number>;
type BigOrNull = ColumnType<number | null, number | null | undefined, number | null>;
type GeneratedBig = ColumnType<number, number | undefined, number>;

/** Written as text, read parsed. */
type Json = ColumnType<unknown, string, string>;

/** Every table, as Kysely sees it. The migrations say why each is there. */
export interface Tables {
  meta: { key: string; value: string };
  signing_keys: { kid: string; secret: Buffer; created_at: Big };
  persons: {
    id: GeneratedBig;
    name: string;
    kind: 'guest' | 'user';
    created_at: Big;
    name_key: string | null;
    language: 'ko' | 'en' | null;
    avatar: string | null;
    role: ColumnType<Role, Role | undefined, Role>;
    banned_at: BigOrNull;
    banned_until: BigOrNull;
    ban_reason: string | null;
    deleted_at: BigOrNull;
    merged_into: BigOrNull;
  };
  identities: {
    issuer: string;
    subject: string;
    person_id: Big;
    provider: string;
    created_at: Big;
    used_at: Big;
  };
  sessions: {
    id: string;
    person_id: Big;
    provider: string;
    created_at: Big;
    seen_at: Big;
    ends_at: Big;
    ended_at: BigOrNull;
    agent: string;
    address: string;
  };
  refresh_tokens: {
    session_id: string;
    hash: Buffer;
    previous_hash: Buffer | null;
    rotated_at: BigOrNull;
    ends_at: Big;
  };
  token_keys: {
    kid: string;
    private_jwk: Json;
    public_jwk: Json;
    created_at: Big;
    signs_from: Big;
    ends_at: Big;
  };
  audit_log: {
    id: GeneratedBig;
    at: Big;
    by_id: BigOrNull;
    action: string;
    person_id: BigOrNull;
    lot_id: string | null;
    details: Json;
    request_id: string | null;
  };
  audit_underway: {
    id: GeneratedBig;
    at: Big;
    by_id: BigOrNull;
    action: string;
    person_id: BigOrNull;
    lot_id: string | null;
    details: Json;
    request_id: string | null;
  };
  lot_errands: {
    id: GeneratedBig;
    kind: 'ban' | 'merge' | 'forget';
    person_id: Big;
    account_id: BigOrNull;
    tried_at: ColumnType<number, number | undefined, number>;
  };
  follows: { person_id: Big; seller_id: Big; since: Big };
  chat_reports: {
    id: GeneratedBig;
    lot_id: string;
    seq: Big;
    by_id: Big;
    /** Who said what was reported. */
    speaker_id: Big;
    at: Big;
    reason: string;
    /** The message as it was then. */
    message: Json;
    closed_at: BigOrNull;
    closed_by: BigOrNull;
  };
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

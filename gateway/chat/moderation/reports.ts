import type { z } from 'zod';
import type { ChatReports, chatReportsSchema } from '../../../schema/chat/http.ts';
import { limits } from '../../../schema/limits.ts';
import { type Actor, recordAction } from '../../admin/audit.ts';
import { ProblemError } from '../../http/problem.ts';
import { type ChatHistoryParts, findMessage } from '../history/history.ts';

export interface ReportParts extends ChatHistoryParts {
  readonly now: () => number;
}

/**
 * Keeps a report of a message, with the message as it is now: it may be gone when somebody looks. Told again by the same
 * person, nothing happens. Throws `no_such_message`.
 */
export async function reportMessage(
  parts: ReportParts,
  { by, requestId }: Actor,
  { lot, seq, reason }: { readonly lot: string; readonly seq: number; readonly reason: string },
): Promise<void> {
  const { db, now } = parts;
  const message = await findMessage(parts, lot, seq);
  if (message === null) throw new ProblemError(404, 'no_such_message', 'There is no such message any more');
  const speaker = message.by.id;
  await db.transaction().execute(async (trx) => {
    const report = { lot_id: lot, seq, by_id: by, speaker_id: speaker, at: now(), reason };
    const added = await trx
      .insertInto('chat_reports')
      .values({ ...report, message: JSON.stringify(message) })
      .onConflict((conflict) => conflict.columns(['lot_id', 'seq', 'by_id']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added === undefined) return;
    const details = { report: added.id, message: seq };
    await recordAction(trx, { by, requestId, action: 'chat_report', person: speaker, lot, details }, now());
  });
}

/** The reports of a lot's room that nobody has dealt with, the oldest first. */
export async function openReports({ db }: Pick<ReportParts, 'db'>, lot: string): Promise<ChatReports> {
  const rows = await db
    .selectFrom('chat_reports')
    .innerJoin('persons', 'persons.id', 'by_id')
    .select(['chat_reports.id', 'at', 'by_id', 'persons.name', 'reason', 'message'])
    .where('lot_id', '=', lot)
    .where('closed_at', 'is', null)
    .orderBy('chat_reports.id')
    .limit(limits.maxPageItems)
    .execute();
  type Message = z.output<typeof chatReportsSchema>['reports'][number]['message'];
  return {
    reports: rows.map(({ id, at, by_id, name, reason, message }) => ({
      id,
      at,
      by: { id: by_id, name },
      reason,
      message: message as Message,
    })),
  };
}

/** Notes that somebody has dealt with a report; a second time nothing happens. Throws `not_found`. */
export async function closeReport(
  { db, now }: Pick<ReportParts, 'db' | 'now'>,
  { by, requestId }: Actor,
  { lot, report }: { readonly lot: string; readonly report: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('chat_reports')
      .select(['closed_at', 'seq', 'speaker_id'])
      .where('id', '=', report)
      .where('lot_id', '=', lot)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new ProblemError(404, 'not_found', 'There is no such report');
    if (row.closed_at !== null) return;
    const closed = { closed_at: now(), closed_by: by };
    await trx.updateTable('chat_reports').set(closed).where('id', '=', report).execute();
    const entry = { by, requestId, action: 'chat_report_closed', person: row.speaker_id, lot } as const;
    await recordAction(trx, { ...entry, details: { report, message: row.seq } }, now());
  });
}

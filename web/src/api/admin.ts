import type { AdminPeople, AdminPersonDetail, AuditPage, Role } from '../../../schema/http.ts';
import { request } from './request.ts';

const pathOf = (personId: number) => `/admin/people/${personId}`;
const queryOf = (values: Readonly<Record<string, string | number | null>>): string => {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== '');
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
};

/** People whose name or number fits, the newest first: the first page, or the one that `next` leads to. */
export const findPeople = (search: string, cursor: number | null): Promise<AdminPeople> =>
  request('GET', `/admin/people?${queryOf({ search, cursor })}`);

/** One person with ways to sign in and sessions. */
export const getPerson = (personId: number): Promise<AdminPersonDetail> => request('GET', pathOf(personId));

/** Shuts a person out, until a time (ms since 1970) or, with null, for good. */
export const banPerson = (
  personId: number,
  reason: string,
  until: number | null,
): Promise<AdminPersonDetail> =>
  request('POST', `${pathOf(personId)}/ban`, until === null ? { reason } : { reason, until });

/** Lets a person in again. */
export const unbanPerson = (personId: number): Promise<AdminPersonDetail> =>
  request('POST', `${pathOf(personId)}/unban`);

/** Gives an account another role. */
export const changeRole = (personId: number, role: Role): Promise<AdminPersonDetail> =>
  request('POST', `${pathOf(personId)}/role`, { role });

/** Signs a person out everywhere. */
export const signOutPerson = (personId: number): Promise<AdminPersonDetail> =>
  request('POST', `${pathOf(personId)}/sign-out`);

/** The audit log, the newest first, about one person or everybody. */
export const listAudit = (personId: number | null, cursor: number | null): Promise<AuditPage> =>
  request('GET', `/admin/audit?${queryOf({ person: personId, cursor })}`);

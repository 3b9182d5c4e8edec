/** A place in the page. */
export type Route =
  | { readonly page: 'lobby' }
  | { readonly page: 'results' }
  | { readonly page: 'lot'; readonly lotId: string }
  | { readonly page: 'console'; readonly lotId: string }
  | { readonly page: 'edit'; readonly lotId: string }
  | { readonly page: 'sell' }
  | { readonly page: 'account' }
  /** Its rooms are told apart by the address alone, so that they can be linked to. */
  | { readonly page: 'admin'; readonly personId: number | null; readonly isAudit: boolean }
  | { readonly page: 'notFound' };

/** The place that a path leads to. */
export function routeOf(path: string): Route {
  const [first, second, third, ...rest] = path.split('/').filter((part) => part !== '');
  if (first === undefined) return { page: 'lobby' };
  if (second === undefined && first === 'results') return { page: 'results' };
  if (second === undefined && first === 'sell') return { page: 'sell' };
  if (second === undefined && first === 'account') return { page: 'account' };
  if (first === 'admin' && rest.length === 0) return adminRoute(second, third);
  if (first === 'lots' && second !== undefined && rest.length === 0) {
    const lotId = second.toUpperCase();
    if (third === undefined) return { page: 'lot', lotId };
    if (third === 'console') return { page: 'console', lotId };
    if (third === 'edit') return { page: 'edit', lotId };
  }
  return { page: 'notFound' };
}

function adminRoute(room: string | undefined, person: string | undefined): Route {
  if (room === undefined) return { page: 'admin', personId: null, isAudit: false };
  if (room === 'audit' && person === undefined) return { page: 'admin', personId: null, isAudit: true };
  if (room === 'people' && person !== undefined && /^[1-9]\d{0,15}$/.test(person)) {
    return { page: 'admin', personId: Number(person), isAudit: false };
  }
  return { page: 'notFound' };
}

/** The path of a place. */
export const paths = {
  lobby: '/',
  results: '/results',
  sell: '/sell',
  account: '/account',
  admin: '/admin',
  adminPerson: (personId: number) => `/admin/people/${personId}`,
  adminAudit: '/admin/audit',
  lot: (lotId: string) => `/lots/${lotId}`,
  console: (lotId: string) => `/lots/${lotId}/console`,
  edit: (lotId: string) => `/lots/${lotId}/edit`,
} as const;

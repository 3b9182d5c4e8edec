/** A place in the page. */
export type Route =
  | { readonly page: 'lobby' }
  | { readonly page: 'results' }
  | { readonly page: 'lot'; readonly lotId: string }
  | { readonly page: 'console'; readonly lotId: string }
  | { readonly page: 'edit'; readonly lotId: string }
  | { readonly page: 'sell' }
  | { readonly page: 'notFound' };

/** The place that a path leads to. */
export function routeOf(path: string): Route {
  const [first, second, third, ...rest] = path.split('/').filter((part) => part !== '');
  if (first === undefined) return { page: 'lobby' };
  if (second === undefined && first === 'results') return { page: 'results' };
  if (second === undefined && first === 'sell') return { page: 'sell' };
  if (first === 'lots' && second !== undefined && rest.length === 0) {
    const lotId = second.toUpperCase();
    if (third === undefined) return { page: 'lot', lotId };
    if (third === 'console') return { page: 'console', lotId };
    if (third === 'edit') return { page: 'edit', lotId };
  }
  return { page: 'notFound' };
}

/** The path of a place. */
export const paths = {
  lobby: '/',
  results: '/results',
  sell: '/sell',
  lot: (lotId: string) => `/lots/${lotId}`,
  console: (lotId: string) => `/lots/${lotId}/console`,
  edit: (lotId: string) => `/lots/${lotId}/edit`,
} as const;

import { computed, signal } from '@preact/signals';
import { routeOf } from './routes.ts';

const current = signal(new URL(window.location.href));

/** The place that is shown. */
export const route = computed(() => routeOf(current.value.pathname), { name: 'route' });

/** The search parameters of the address. */
export const query = computed(() => current.value.searchParams);

/** Goes to another place of the page; with `replace` the present one leaves no trace in the history. */
export function go(path: string, options: { readonly replace?: boolean } = {}): void {
  const next = new URL(path, window.location.origin);
  if (options.replace === true) window.history.replaceState(null, '', next);
  else window.history.pushState(null, '', next);
  const movesOn = next.pathname !== current.value.pathname;
  current.value = next;
  if (movesOn && options.replace !== true) window.scrollTo(0, 0);
}

function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.target !== '' || link.origin !== window.location.origin) return;
  // A link within the page, such as the one to its content, and the server's own pages go their usual way.
  if (link.getAttribute('href')?.startsWith('#') || /^\/(?:api|auth)\//.test(link.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

/** Lets links and the back button move within the page. */
export function startRouting(): void {
  document.addEventListener('click', onClick);
  window.addEventListener('popstate', () => {
    current.value = new URL(window.location.href);
  });
}

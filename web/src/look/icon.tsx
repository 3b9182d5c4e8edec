import type { IconNode } from 'lucide';
import { h } from 'preact';

/** An icon of the set, as decoration: what it means stands beside it in words. */
export function Icon({ of: [...shapes] }: { readonly of: IconNode }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {shapes.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}

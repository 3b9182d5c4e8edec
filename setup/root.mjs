import { fileURLToPath } from 'node:url';

/** Folder of the checkout, with a trailing slash: every set-up step works from here, wherever it was called from. */
export const root = fileURLToPath(new URL('..', import.meta.url));

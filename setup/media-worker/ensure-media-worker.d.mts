/** Finds mediasoup's worker, or makes it; what fails says so on stderr. */
export function ensureMediaWorker(): Promise<
  { readonly path: string } | { readonly path: null; readonly reason: string }
>;

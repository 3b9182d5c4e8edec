/** What the packet sink tells its parent. */
export type FromSink =
  | { readonly type: 'ready'; readonly ports: readonly number[] }
  /** Since the last `begin`. */
  | { readonly type: 'counts'; readonly received: number; readonly lost: number; readonly streams: number };

/** What its parent asks of it. */
export interface ToSink {
  readonly type: 'begin' | 'count';
}

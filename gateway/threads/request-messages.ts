import type { Peer } from '../http/attach-http.ts';
import type { ProblemError } from '../http/problem.ts';

type Headers = ReadonlyArray<readonly [name: string, value: string]>;
/** A problem as it crosses threads, where classes don't. */
export type Refusal = Pick<ProblemError, 'status' | 'problem' | 'headers'>;

/** About a request that came in on another gateway than the first, which answers it. */
export type ToFirst = { readonly id: number } & (
  | {
      readonly http: 'request';
      readonly method: string;
      readonly url: string;
      readonly headers: Headers;
      readonly hasBody: boolean;
      readonly peer: Peer;
    }
  /** The part of its body that was asked for; null at the end. */
  | { readonly http: 'body'; readonly part: Uint8Array<ArrayBuffer> | null }
  /** Its body is not taken any further, and the client has been told so. */
  | ({ readonly http: 'bodyRefused' } & Refusal)
  /** There is room for one more part of the answer. */
  | { readonly http: 'more' }
  /** Nobody waits for the answer any more. */
  | { readonly http: 'gone' }
);

/** The answer to such a request. */
export type FromFirst = { readonly id: number } & (
  | {
      readonly http: 'answer';
      readonly status: number;
      readonly headers: Headers;
      /** `parts`: it follows as such. */
      readonly body: Uint8Array<ArrayBuffer> | 'parts' | null;
    }
  | { readonly http: 'part'; readonly part: Uint8Array<ArrayBuffer> }
  | { readonly http: 'end' }
  /** In the place of an answer, or of the rest of one. */
  | ({ readonly http: 'refused' } & Refusal)
  /** The next part of the request's body is wanted. */
  | { readonly http: 'moreBody' }
);

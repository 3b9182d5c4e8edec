/**
 * Whether the browser came by https, to this server itself or to what stands before it. Nobody need be trusted for it:
 * who lies about it only spoils the own cookie.
 */
export function cameByHttps({ url, headers }: Pick<Request, 'url' | 'headers'>): boolean {
  const told = tellHttps(headers.get(forwardedProtoHeader) ?? '', headers.get('origin') ?? '');
  return told || url.startsWith('https:');
}

export const forwardedProtoHeader = 'x-forwarded-proto';

/** Whether these headers, '' where there is none, say that a browser came by https. */
export const tellHttps = (forwardedProto: string, origin: string): boolean =>
  forwardedProto.split(',')[0]?.trim() === 'https' || origin.startsWith('https://');

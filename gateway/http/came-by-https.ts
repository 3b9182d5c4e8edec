/**
 * Whether the browser came by https, to this server itself or to what stands before it. Nobody need be trusted for it:
 * who lies about it only spoils the own cookie.
 */
export function cameByHttps({ url, headers }: Pick<Request, 'url' | 'headers'>): boolean {
  return (
    url.startsWith('https:') ||
    headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https' ||
    headers.get('origin')?.startsWith('https://') === true
  );
}

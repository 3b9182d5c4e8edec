/** Options of a browser's launch, as playwright-core takes them. Throws when there is no Chromium. */
export function chromiumLaunch(flags: readonly string[]): { executablePath: string; args: string[] };

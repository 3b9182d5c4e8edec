export function installedFirefox(): string | null;

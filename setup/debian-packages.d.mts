export function ensureDebianPackages(): Promise<void>;

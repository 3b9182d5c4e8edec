export function ensurePeerPackages(): Promise<void>;

export function ensurePeerStores(): Promise<void>;

/** What pictures and sound come from. */
export type Source = 'camera' | 'microphone' | 'screen';

/** Why a device can't be had. */
export type FaultKind =
  | 'notAllowed'
  | 'notFound'
  | 'inUse'
  | 'cannot'
  | 'insecure'
  | 'unsupported'
  | 'ended'
  | 'unknown';

export interface DeviceFault {
  readonly source: Source;
  readonly kind: FaultKind;
}

/** The names of https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia, and older ones. */
const kinds: Readonly<Record<string, FaultKind>> = {
  NotAllowedError: 'notAllowed',
  PermissionDeniedError: 'notAllowed',
  SecurityError: 'notAllowed',
  NotFoundError: 'notFound',
  DevicesNotFoundError: 'notFound',
  NotReadableError: 'inUse',
  TrackStartError: 'inUse',
  AbortError: 'inUse',
  OverconstrainedError: 'cannot',
  ConstraintNotSatisfiedError: 'cannot',
};

/** What an error of getUserMedia or getDisplayMedia means; null when the person only thought better of it. */
export function faultOf(source: Source, error: unknown): DeviceFault | null {
  const name = error instanceof Error ? error.name : String((error as { name?: unknown } | null)?.name);
  // A closed choice of screens and a forbidden one have the same name, and the former is no fault.
  if (source === 'screen' && name === 'NotAllowedError') return null;
  return { source, kind: kinds[name] ?? 'unknown' };
}

/** What a browser has for a source; an insecure page has nothing at all. */
export function faultOfPlace(
  source: Source,
  place: { readonly isSecureContext: boolean; readonly mediaDevices: Partial<MediaDevices> | undefined },
): DeviceFault | null {
  if (!place.isSecureContext) return { source, kind: 'insecure' };
  const call = source === 'screen' ? 'getDisplayMedia' : 'getUserMedia';
  return place.mediaDevices?.[call] === undefined ? { source, kind: 'unsupported' } : null;
}

/** Faults with what they have in common said once. */
export function bySameKind(
  faults: readonly DeviceFault[],
): ReadonlyArray<{ readonly kind: FaultKind; readonly sources: readonly Source[] }> {
  const sources = new Map<FaultKind, Source[]>();
  for (const { kind, source } of faults) sources.set(kind, [...(sources.get(kind) ?? []), source]);
  return [...sources].map(([kind, of]) => ({ kind, sources: of }));
}

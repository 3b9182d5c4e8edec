import { messageAccess } from '../../../schema/access.ts';
import { clientMessageSchema } from '../../../schema/wire/client.ts';

/** How often each refusal at the edge must come for these frames of text, which all were read. */
export interface Refusals {
  malformed: number;
  unknown_type: number;
  invalid: number;
  /** Messages that fit and that the media server has a say in. */
  media: number;
}

/** What the schemas say of each frame; the server may refuse for that, and for that only. */
export function refusalsOf(texts: readonly string[]): Refusals {
  const refusals: Refusals = { malformed: 0, unknown_type: 0, invalid: 0, media: 0 };
  for (const text of texts) {
    const message = messageIn(text);
    if (message === null) refusals.malformed++;
    else if (!Object.hasOwn(messageAccess, message.type)) refusals.unknown_type++;
    else if (!clientMessageSchema.safeParse(message).success) refusals.invalid++;
    else if (message.type.startsWith('media')) refusals.media++;
  }
  return refusals;
}

function messageIn(text: string): { type: string } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return 'type' in value && typeof value.type === 'string' ? (value as { type: string }) : null;
  } catch {
    return null;
  }
}

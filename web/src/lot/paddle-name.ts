import type { Bidder } from '../../../schema/auction/public.ts';
import { t } from '../words/language.ts';

/** How a bidder is called in the room. */
export const paddleName = (bidder: Bidder): string => t.value.lot.paddle(bidder.paddle);

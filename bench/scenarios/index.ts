import type { Scenario } from '../scenario.ts';
import { bids } from './bids.ts';
import { echo } from './echo.ts';

/** Every scenario by the name that it is asked for with. */
export const scenarios: Readonly<Record<string, Scenario<never>>> = { bids, echo };

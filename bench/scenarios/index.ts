import type { Scenario } from '../scenario.ts';
import { bids } from './bids.ts';
import { close } from './close.ts';
import { echo } from './echo.ts';
import { fanout } from './fanout.ts';
import { recover } from './recover.ts';

/** Every scenario by the name that it is asked for with. */
export const scenarios: Readonly<Record<string, Scenario<never>>> = { bids, close, fanout, recover, echo };

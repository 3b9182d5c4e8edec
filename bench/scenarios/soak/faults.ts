import type { SalesroomReport } from './messages.ts';

/** Whatever went wrong besides growth, in words; `errors` are those that the server logged. */
export function faultsOf(
  { faults, checkedBids, acceptedBids }: SalesroomReport,
  errors: readonly string[],
): string[] {
  const told = Object.entries(faults).map(([name, times]) => `${name}: ${times}`);
  if (checkedBids !== acceptedBids) {
    told.push(`${acceptedBids} bids were acknowledged and ${checkedBids} of them checked`);
  }
  if (errors.length > 0) told.push(`errors in the server's log, such as ${errors[0]}`);
  return told;
}

/** Configuration in which none of the limits per person or address is in the way of a test. */
export const roomy: Readonly<Record<string, string>> = {
  GUESTS_PER_MINUTE: '1000000',
  LOTS_PER_MINUTE: '1000000',
  REQUESTS_PER_SECOND: '1000000',
  SOCKETS_PER_ADDRESS: '1000000',
  ACCESS_TOKEN_MINUTES: '1440',
  BIDS_PER_SECOND: '1000000',
  BIDS_BURST: '1000000',
};

/**
 * An address as people write it, from the unabridged form that uWebSockets.js gives; an IPv4 address that came through
 * an IPv6 socket is shown as IPv4.
 */
export function addressText(address: string): string {
  const mapped = /^(?:0{1,4}:){5}ffff:([0-9a-f]{2})([0-9a-f]{2}):([0-9a-f]{2})([0-9a-f]{2})$/i.exec(address);
  if (!mapped) return address;
  return mapped
    .slice(1)
    .map((byte) => Number.parseInt(byte, 16))
    .join('.');
}

/** A valid IPv6 address as eight groups of four digits each. */
export function unabridged(address: string): string {
  // The URL parser writes the last part in hexadecimal, also where it was written like IPv4.
  const plain = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
  const [head = '', tail = ''] = plain.split('::');
  const groupsOf = (part: string) => (part === '' ? [] : part.split(':'));
  const [before, after] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(':');
}

/**
 * What limits per address count by. Of IPv6 that is the network of 64 bits: one subscriber has all of it,
 * so counting single addresses would count nothing.
 */
export function rateKey(address: string): string {
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address;
}

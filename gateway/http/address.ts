import type { HttpResponse } from 'uWebSockets.js';

/** The client's address as text; an IPv4 address that came through an IPv6 socket is shown as IPv4. */
export function clientAddress(res: HttpResponse): string {
  return addressText(Buffer.from(res.getRemoteAddressAsText()).toString('latin1'));
}

/** An address as people write it, from the unabridged form that uWebSockets.js gives. */
export function addressText(address: string): string {
  const mapped = /^(?:0{1,4}:){5}ffff:([0-9a-f]{2})([0-9a-f]{2}):([0-9a-f]{2})([0-9a-f]{2})$/i.exec(address);
  if (!mapped) return address;
  return mapped
    .slice(1)
    .map((byte) => Number.parseInt(byte, 16))
    .join('.');
}

/**
 * What limits per address count by. Of IPv6 that is the network of 64 bits: one subscriber has all of it,
 * so counting single addresses would count nothing.
 */
export function rateKey(address: string): string {
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address;
}

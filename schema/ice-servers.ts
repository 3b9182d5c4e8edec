import type { IceServer } from './wire/media.ts';

/** Whether it forwards packets (TURN), and not only tells a browser its address (STUN). */
export const isRelay = ({ urls }: IceServer): boolean => urls.some((url) => /^turns?:/.test(url));

export const hasCredentials = ({ username, credential }: IceServer): boolean =>
  username !== undefined && credential !== undefined;

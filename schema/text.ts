import { z } from 'zod';

/** Text that people read: composed (NFC), trimmed, without control characters. */
export const text = (maxChars: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .max(maxChars)
    .refine((value) => !/(?![\n\t])\p{Cc}/u.test(value), 'control characters are not allowed');

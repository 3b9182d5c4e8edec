/** A whole number in groups of three digits. */
export const grouped = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');

/** A rate, exact to a tenth where that says something; a dash when it is not known. */
export function perSecond(value: number | null): string {
  if (value === null) return '-';
  return value < 100 ? value.toFixed(1) : grouped(value);
}

/** An amount of memory in MB. */
export const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;

/** Timestamps as Step Functions takes them in a Wait state. */

/** RFC 3339 as Step Functions takes it: seconds and an offset are needed, any fraction is allowed. */
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Milliseconds of world time; NaN when it is no timestamp. */
export function parseTimestamp(text: string): number {
  const parts = TIMESTAMP.exec(text);
  return parts ? Date.parse(`${parts[1]}${(parts[2] ?? '').slice(0, 4)}${parts[3]}`) : Number.NaN;
}

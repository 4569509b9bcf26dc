/**
 * A ticket as OpsCenter stores it, within its limits: title 1,024 and description 2,048 characters (API_CreateOpsItem), each datum 20 KB
 * (API_OpsItemDataValue).
 */

export interface TicketItem {
  title: string;
  description: string;
  severity: string;
  /** By key; `searchable` to everybody who sees the list. */
  data: Readonly<Record<string, { value: string; searchable: boolean }>>;
}

export function searchable(value: string) {
  return { value, searchable: true };
}

/** Only for who opens the item, and never larger than a datum may be; the ticket of the API has the whole. */
export function hidden(value: string) {
  if (Buffer.byteLength(value) <= DATUM_BYTES) return { value, searchable: false };
  const rest = '\n… (the rest: GET /tickets/{ticketId})';
  const cut = Buffer.from(value).subarray(0, DATUM_BYTES - Buffer.byteLength(rest) - BROKEN_CHARACTER_BYTES);
  return { value: `${cut.toString()}${rest}`, searchable: false };
}

const DATUM_BYTES = 20 * 1024;
/** A character that the cut broke becomes U+FFFD, three octets of UTF-8 instead of at least one. */
const BROKEN_CHARACTER_BYTES = 2;

/** For a description: its beginning, where it has more characters than that. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** A DNS record that somebody is asked to add, as a line of a zone file. */

/** As it is typed in at a provider: a host name needs no dot at its end, and text no quotes. */
export interface DnsRecord {
  name: string;
  type: string;
  value: string;
}

/** TTL: five minutes, so that a slip of the pen is soon forgotten. Without its last dot a host name would get the zone's behind it. */
export const zoneLine = ({ name, type, value }: DnsRecord): string => `${name}. 300 IN ${type} ${written(type, value)}`;

function written(type: string, value: string): string {
  if (type === 'TXT') return `"${value}"`;
  return type === 'CNAME' ? value.replace(/\.?$/, '.') : value;
}

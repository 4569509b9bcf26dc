/** A DNS record that somebody is asked to add: as it is typed in, piece by piece, and as a line of a zone file. */
import { Copyable } from '../parts/text.tsx';

/** `value` as a zone file has it, but that host names have no dot at their end. */
export interface DnsRecord {
  name: string;
  type: string;
  value: string;
}

export function RecordToAdd({ record: { name, type, value } }: { record: DnsRecord }) {
  return (
    <>
      <div>
        <Copyable text={name} />
      </div>
      <div className="record quiet">
        {type} <Copyable text={value} what={`${value} for ${name}`} />
      </div>
    </>
  );
}

/** TTL: five minutes, so that a slip of the pen is soon forgotten. Without its last dot a host name would get the zone's behind it. */
export const zoneLine = ({ name, type, value }: DnsRecord): string =>
  `${name}. 300 IN ${type} ${value}${type === 'CNAME' || type === 'MX' ? '.' : ''}`;

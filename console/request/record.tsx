/** A DNS record that somebody is asked to add, as it is typed in, piece by piece. */
import { Copyable } from '../parts/text.tsx';
import type { DnsRecord } from './zone-line.ts';

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

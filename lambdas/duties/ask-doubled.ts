/** A record whose name a provider has completed by the zone's name although it was complete: asked of the zone's own name servers. */
import type { Answer, Dns, RecordType, Zone } from '../../core/dns.ts';
import { NAME_OCTETS } from '../../core/domain-name.ts';

/** Each name server's answer; none where no name can be so long. */
export async function askDoubled(dns: Dns, zone: Zone, name: string, type: RecordType): Promise<Answer[]> {
  const doubled = zone.found ? `${name}.${zone.apex}` : name;
  return doubled.length > NAME_OCTETS ? [] : dns.authoritative(zone, doubled, type);
}

/** What a new distribution or tenant is given: id, ARN, ETag, and a name under cloudfront.net that leads to the edge. */
import type { Zones } from '../../dns/zones.ts';
import type { World } from '../../world.ts';
import type { StoredDistribution } from './distributions.ts';

type Identity = Pick<StoredDistribution, 'id' | 'arn' | 'account' | 'domainName' | 'etag' | 'tenant'>;

export interface Identities {
  give(account: string, kind: 'distribution' | 'tenant'): Identity;
  etag(): string;
  /** Takes the name out of the DNS. */
  withdraw(domainName: string): void;
}

const ZONE = 'cloudfront.net';
/** Seconds; as dXXXX.cloudfront.net answers in the real DNS. */
const ADDRESS_TTL = 60;

export function createIdentities({ random }: World, zones: Pick<Zones, 'put' | 'remove'>, edge: string): Identities {
  const etag = () => `E${random.id(13)}`;
  return {
    etag,
    give(account, kind) {
      const id = kind === 'tenant' ? `dt_${random.id(27)}` : `E${random.id(13)}`;
      const domainName = `d${random.id(13).toLowerCase()}.${ZONE}`;
      zones.put(ZONE, { name: domainName, type: 'A', ttl: ADDRESS_TTL, values: [edge] });
      return {
        id,
        arn: `arn:aws:cloudfront::${account}:${kind === 'tenant' ? 'distribution-tenant' : 'distribution'}/${id}`,
        account,
        domainName,
        etag: etag(),
        ...(kind === 'tenant' && { tenant: true as const }),
      };
    },
    withdraw: (domainName) => zones.remove(ZONE, domainName, 'A'),
  };
}

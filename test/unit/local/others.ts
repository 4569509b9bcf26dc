/** CloudFront in a world without network, with the people who own something there, AWS Support, and receivers of webhooks. */

import { createAlarms } from '../../../local/alarms.ts';
import type { Certificate, Material } from '../../../local/aws/acm/certificates.ts';
import { createCloudFront } from '../../../local/aws/cloudfront/service.ts';
import { createServiceQuotas } from '../../../local/aws/servicequotas/service.ts';
import { createDns } from '../../../local/dns/dns.ts';
import type { Zones } from '../../../local/dns/zones.ts';
import { createForeign } from '../../../local/foreign.ts';
import { createReceivers } from '../../../local/receivers.ts';
import { createSupport } from '../../../local/support.ts';
import { createAuthority } from '../../../local/tls/authority.ts';
import type { World } from '../../../local/world.ts';

/** Whoever gets something needs the zone cloudfront.net. */
export async function others(world: World, zones: Zones) {
  const certificates = world.store.collection<Certificate>('acm.certificates');
  const materials = world.store.collection<Material>('acm.material');
  const authority = await createAuthority(world);
  const cloudFront = createCloudFront(world, {
    certificates: {
      find: (arn) => certificates.get(arn),
      material: (arn) => materials.get(arn),
      of: () => [],
      attach: () => {},
      detach: () => {},
    },
    dns: createDns(world, zones),
    zones,
    quotas: createServiceQuotas(world).quotas,
    edgeAddress: '127.0.0.1',
  });
  const { moves, owners, routes } = cloudFront;
  const foreign = createForeign(world, { owners, authority });
  const support = createSupport(world, { moves, owners });
  const receivers = createReceivers(world, authority);
  const alarms = createAlarms(world, { onInvoked: () => undefined });
  return { alarms, cloudFront, routes, moves, owners, foreign, support, authority, receivers };
}

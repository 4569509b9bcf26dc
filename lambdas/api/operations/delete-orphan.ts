/** orphans.delete: takes one orphan away. It is looked for again first: what belongs to somebody by now, or is in doubt, stays. */
import { ServiceError } from '../../../core/errors.ts';
import type { Orphan } from '../../../core/orphan.ts';
import { findOrphans, waitId } from '../../duties/find-orphans.ts';
import type { Operation, Tools } from '../operation.ts';
import { requireVendor } from '../parts/require-vendor.ts';

export function deleteOrphan(tools: Tools): Operation<'orphans.delete'> {
  return async ({ kind, id }, { principal }) => {
    requireVendor(principal, 'orphans.delete');
    const orphan = (await findOrphans(tools, [kind])).find((each) => each.id === id);
    if (!orphan) throw new ServiceError('OrphanUnknown', { kind, id });
    if (!orphan.safe) throw new ServiceError('OrphanInDoubt', { kind, id, why: orphan.why });
    const deleted = await remove(tools, orphan);
    return { deleted, text: deleted ? `The ${kind} ${id} is deleted.` : UNDER_WAY[kind] };
  };
}

/** What is done where it takes more than one step. */
const UNDER_WAY: Readonly<Record<Orphan['kind'], string>> = {
  certificate: 'AWS counts the certificate as in use still: try again in an hour.',
  distribution: 'The distribution is disabled, and deployed in some minutes: then delete it again.',
  target: '',
  claim: '',
  wait: '',
  name: '',
};

async function remove(tools: Tools, { kind, id }: Orphan): Promise<boolean> {
  const { acm, cloudFront, route53, claims, waits } = tools;
  switch (kind) {
    case 'certificate':
      return acm.delete(id);
    case 'distribution':
      return removeDistribution(cloudFront, id);
    case 'target': {
      const zone = Object.values(tools.dataCenters).find(({ host }) => id.endsWith(`.${host}`));
      if (!zone) throw new Error(`no data center has the target ${id}`);
      await route53.deleteCname(zone.zoneId, id);
      return true;
    }
    case 'claim':
      for (const claim of await claims.all()) if (claim.alias === id) await claims.release(id, claim.requestId);
      return true;
    case 'wait':
      for (const wait of await waits.parked()) if (waitId(wait) === id) await waits.end(wait);
      return true;
    case 'name':
      throw new Error(`the record of ${id} is the customer's`); // never safe
    default:
      return kind satisfies never;
  }
}

async function removeDistribution(cloudFront: Tools['cloudFront'], id: string): Promise<boolean> {
  const listed = (await cloudFront.all()).find((each) => each.id === id);
  if (listed?.enabled || (listed && !(await cloudFront.isDeployed(id)))) {
    await cloudFront.takeDown(id);
    return false;
  }
  await cloudFront.deleteDistribution(id);
  return true;
}

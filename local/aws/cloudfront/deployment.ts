/**
 * From a written configuration to the edges. A write starts (or starts over) a deployment; when it is due, the edges serve
 * what was written last, and certificates that nobody serves any more are let go.
 */
import type { Cancel } from '../../clock.ts';
import type { World } from '../../world.ts';
import type { Certificates } from '../acm/service.ts';
import { type StoredDistribution, toDeployed } from './distributions.ts';
import type { Resources } from './resources.ts';

/** In seconds: "a few minutes" (HowToDeleteDistribution.html); two to five were seen. */
const DEPLOYMENT_S = { least: 180, spread: 121 };

export interface Deployment {
  /** Stores the new document as InProgress and returns it. `before`: the document that it replaces; `due`: when it is Deployed. */
  begin(next: StoredDistribution, before?: StoredDistribution, due?: Date): StoredDistribution;
  /** When a deployment that begins now will have ended. */
  due(): Date;
}

/** Re-creates the timers of all deployments on their way. */
export function createDeployment(
  { clock, store, random }: World,
  resources: Resources,
  certificates: Pick<Certificates, 'attach' | 'detach'>,
): Deployment {
  const timers = new Map<string, Cancel>();

  function arm({ id, deployAt }: StoredDistribution): void {
    timers.get(id)?.();
    if (deployAt)
      timers.set(
        id,
        clock.at(new Date(deployAt), `deployment ${id}`, () => finish(id)),
      );
  }

  function finish(id: string): void {
    timers.delete(id);
    const found = resources.get(id);
    if (!found?.deployAt) return;
    const { deployAt: _done, movedAway: _gone, ...rest } = found;
    const deployed = toDeployed(rest.config);
    store.transaction(() => {
      resources.put({ ...rest, deployed });
      release(found.deployed?.certificateArn, deployed.certificateArn, found.arn);
    });
  }

  /** Lets go of a certificate unless it is among those still wanted. */
  function release(arn: string | undefined, wanted: string | undefined, resource: string): void {
    if (arn && arn !== wanted) certificates.detach(arn, resource);
  }

  const due = () => new Date(clock.now().getTime() + (DEPLOYMENT_S.least + random.below(DEPLOYMENT_S.spread)) * 1000);

  for (const resource of resources.values()) arm(resource);

  return {
    due,
    begin(next, before, end = due()) {
      const stored = { ...next, deployAt: end.toISOString() };
      resources.put(stored);
      const replaced = before?.config.ViewerCertificate?.ACMCertificateArn;
      const wanted = next.config.ViewerCertificate?.ACMCertificateArn;
      // One that was written but never deployed goes at once; the deployed one stays in use until the edges have let go.
      if (replaced !== before?.deployed?.certificateArn) release(replaced, wanted, next.arn);
      if (wanted) certificates.attach(wanted, next.arn);
      arm(stored);
      return stored;
    },
  };
}

/**
 * Which resources use a certificate. ACM learns of a release late, which is why a certificate can be "in use" long after
 * CloudFront has let go of it.
 */
import type { World } from '../../world.ts';

/** From release to ACM's knowing, in seconds: 10 s to 20 min were seen (aws-cdk#4179, terraform-provider-aws#3866). */
const RELEASE = { least: 10, spread: 1190 };

interface Association {
  certificate: string;
  resource: string;
  /** Until then InUseBy still names the resource. */
  releasedAt?: string;
}

export interface Associations {
  attach(certificate: string, resource: string): void;
  /** Harmless when not attached. */
  detach(certificate: string, resource: string): void;
  /** ARNs, as ACM sees it now. */
  usersOf(certificate: string): string[];
}

export function createAssociations({ clock, store, random }: World): Associations {
  const associations = store.collection<Association>('acm.associations');
  const key = (certificate: string, resource: string) => `${certificate} ${resource}`;
  /** Keys, by certificate. */
  const known = new Map<string, Set<string>>();
  const remember = ({ certificate, resource }: Association) =>
    known.set(certificate, (known.get(certificate) ?? new Set()).add(key(certificate, resource)));
  for (const association of associations.values()) remember(association);
  return {
    attach(certificate, resource) {
      associations.put(key(certificate, resource), { certificate, resource });
      remember({ certificate, resource });
    },
    detach(certificate, resource) {
      const held = associations.get(key(certificate, resource));
      if (!held || held.releasedAt) return;
      const releasedAt = clock.now().getTime() + (RELEASE.least + random.below(RELEASE.spread)) * 1000;
      associations.put(key(certificate, resource), { ...held, releasedAt: new Date(releasedAt).toISOString() });
    },
    usersOf: (certificate) =>
      [...(known.get(certificate) ?? [])]
        .flatMap((each) => associations.get(each) ?? [])
        .filter(({ releasedAt }) => !(releasedAt && new Date(releasedAt) <= clock.now()))
        .map(({ resource }) => resource),
  };
}

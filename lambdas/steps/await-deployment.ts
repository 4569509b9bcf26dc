/** AwaitDeployment: parked until CloudFront says Deployed. The proof that follows decides, not this wait. */
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park('AwaitDeployment', env, () => ({
    text: 'Waiting until CloudFront has deployed the change to its edges.',
    set: { waitingOn: 'AWS' },
  }));

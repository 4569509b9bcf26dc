/** AwaitTakenDown: parked until CloudFront has deployed that a retired site's distribution serves nothing, and its certificates are deleted. */
import { parkSite } from '../duties/park-site.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) => parkSite('AwaitTakenDown', env, () => ({ deadline: null }));

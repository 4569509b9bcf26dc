/** A request that waits for its ownership move: what the tests of the move's steps, looks and tickets begin with. */
import { type CloudFrontClient, ListDomainConflictsCommand } from '@aws-sdk/client-cloudfront';
import type { AwsStub } from 'aws-sdk-client-mock';
import type { Holder } from '../../../core/holder.ts';
import type { MovingAlias, OwnershipMove } from '../../../core/move.ts';
import type { WaitName } from '../../../core/wait.ts';
import { holderOf, MOVE_ID, ownershipMove } from './moves.ts';
import { ALIASES, CERTIFICATE, NOW, type Scene } from './step.ts';

export interface GivenMove {
  move?: Partial<OwnershipMove>;
  each?: Partial<MovingAlias>;
  request?: Parameters<Scene['givenRequest']>[0];
}

export interface GivenParkedMove extends GivenMove {
  wait: WaitName;
}

/** A step of it is at work. */
export async function givenMove(scene: Scene, { move, each, request }: GivenMove): Promise<void> {
  await scene.givenSite();
  await scene.givenRequest({
    certificateArn: CERTIFICATE,
    step: 'AwaitOwnershipMove',
    moveId: MOVE_ID,
    status: 'ACTION_REQUIRED',
    ...request,
  });
  await scene.moves.open(ownershipMove(move, each));
}

export async function givenParkedMove(scene: Scene, { wait, ...given }: GivenParkedMove): Promise<void> {
  await givenMove(scene, given);
  await scene.waits.park(MOVE_ID, wait, 'token-1', new Date(NOW));
}

/** AWS says that these names are held, and the others not. */
export function givenHeld(
  cloudFront: Pick<AwsStub<never, never, CloudFrontClient['config']>, 'on'>,
  names: readonly string[],
  fields: Partial<Holder> = {},
): void {
  for (const alias of ALIASES) {
    const { domain, resourceType, resourceId, accountId } = holderOf(alias, fields);
    const row = { Domain: domain, ResourceType: resourceType, ResourceId: resourceId, AccountId: accountId };
    cloudFront
      .on(ListDomainConflictsCommand as never, { Domain: alias } as never)
      .resolves({ DomainConflicts: names.includes(alias) ? [row] : [] } as never);
  }
}

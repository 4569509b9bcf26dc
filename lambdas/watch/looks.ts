/** What is looked at for each wait: a file in `looks/` each, and what it needs for it. */
import type { Logger } from '@aws-lambda-powertools/logger';
import type { DataCenters } from '../../core/data-center.ts';
import { parseWildcardPolicy } from '../../core/holder.ts';
import type { WaitName } from '../../core/wait.ts';
import type { Acm } from '../clients/acm.ts';
import { type Env, requireVariable } from '../clients/aws.ts';
import type { CloudFront } from '../clients/cloudfront.ts';
import { dnsFrom, edgeFrom } from '../clients/network.ts';
import { createOpsCenter } from '../clients/ops-center.ts';
import type { AliasTools } from '../duties/add-free-aliases.ts';
import type { Post } from '../duties/tell-contacts.ts';
import type { Leases } from '../records/leases.ts';
import type { Moves } from '../records/moves.ts';
import type { Requests } from '../records/requests.ts';
import type { Sites } from '../records/sites.ts';
import type { Machine } from '../runtime.ts';
import type { Look } from './look.ts';
import { lookAtDeployment } from './looks/await-deployment.ts';
import { lookAtDnsGone } from './looks/await-dns-gone.ts';
import { lookAtDnsRecords } from './looks/await-dns-records.ts';
import { lookAtFreed } from './looks/await-freed.ts';
import { lookAtMigration } from './looks/await-migration.ts';
import { lookAtOwnershipMove } from './looks/await-ownership-move.ts';
import { lookAtPreflight } from './looks/await-preflight-fix.ts';
import { lookAtRelease } from './looks/await-release.ts';
import { lookAtRenewal } from './looks/await-renewal.ts';
import { lookAtReplaced } from './looks/await-replaced-unused.ts';
import { lookAtServing } from './looks/await-serving.ts';
import { lookAtSupport } from './looks/await-support.ts';
import { lookAtTakenDown } from './looks/await-taken-down.ts';
import { lookAtTxtRecords } from './looks/await-txt-records.ts';
import { lookAtUse } from './looks/await-unused.ts';
import { lookAtValidation } from './looks/await-validation.ts';
import { lookAtValidationRecords } from './looks/await-validation-records.ts';
import type { MoveTools } from './moving.ts';

export interface LookTools {
  env: Env;
  machine: Machine;
  logger: Logger;
  requests: Requests;
  sites: Sites;
  moves: Moves;
  leases: Leases;
  acm: Acm;
  cloudFront: CloudFront;
  dataCenters: DataCenters;
  post: Post;
}

export function createLooks(tools: LookTools): Record<WaitName, Look> {
  const { env, machine, requests, sites, moves, acm, cloudFront, dataCenters, post } = tools;
  const dns = () => dnsFrom(env);
  const aliasTools: AliasTools = {
    ...tools,
    dns,
    policy: parseWildcardPolicy(requireVariable(env, 'WILDCARD_OVERLAP')),
  };
  const moveTools: MoveTools = { ...tools, dns, opsCenter: createOpsCenter(env), consoleUrl: post.consoleUrl };
  const proofTools = () => {
    const resolver = dns();
    return { requests, acm, sites, dataCenters, machine, dns: resolver, edge: edgeFrom(env, resolver) };
  };
  return {
    AwaitPreflightFix: lookAtPreflight(env, machine, post),
    AwaitValidationRecords: lookAtValidationRecords(env, acm, post),
    AwaitValidation: lookAtValidation(env, acm, post),
    AwaitRelease: lookAtRelease(aliasTools, proofTools),
    AwaitOwnershipMove: lookAtOwnershipMove(aliasTools, requests),
    AwaitTxtRecords: lookAtTxtRecords(moveTools),
    AwaitSupport: lookAtSupport(moveTools),
    AwaitFreed: lookAtFreed(acm, moves, requests),
    AwaitDeployment: lookAtDeployment(cloudFront, requests, sites),
    AwaitServing: lookAtServing(proofTools, post),
    AwaitUnused: lookAtUse(acm, requests),
    AwaitDnsRecords: lookAtDnsRecords(env, acm, post),
    AwaitMigration: lookAtMigration(env, acm, post),
    AwaitReplacedUnused: lookAtReplaced(acm, requests),
    AwaitRenewal: lookAtRenewal(tools),
    AwaitDnsGone: lookAtDnsGone(aliasTools),
    AwaitTakenDown: lookAtTakenDown(acm, cloudFront, requests, sites),
  };
}

/** What an operation's file is: `create<Verb><Noun>(tools)` answers the handler of one row of core/operations.ts. */

import type { DataCenters } from '../../core/data-center.ts';
import type { InputOf, OperationName } from '../../core/operations.ts';
import type { Env } from '../clients/aws.ts';
import type { CloudFront } from '../clients/cloudfront.ts';
import type { Events } from '../clients/events.ts';
import type { Quotas } from '../clients/quotas.ts';
import type { Route53 } from '../clients/route53.ts';
import type { StepFunctions } from '../clients/step-functions.ts';
import type { Table } from '../clients/table.ts';
import type { Claims } from '../records/claims.ts';
import type { Moves } from '../records/moves.ts';
import type { Requests } from '../records/requests.ts';
import type { Resends } from '../records/resends.ts';
import type { Sites } from '../records/sites.ts';
import type { Waits } from '../records/waits.ts';
import type { Machine } from '../runtime.ts';

/** Made once per function instance and handed to every operation. */
export interface Tools {
  env: Env;
  machine: Machine;
  dataCenters: DataCenters;
  provisionCertificateArn: string;
  table: Table;
  sites: Sites;
  requests: Requests;
  waits: Waits;
  claims: Claims;
  moves: Moves;
  resends: Resends;
  cloudFront: CloudFront;
  route53: Route53;
  stepFunctions: StepFunctions;
  events: Events;
  quotas: Quotas;
}

/** Who calls, and when: both told by API Gateway. */
export interface Call {
  now: Date;
  caller: string;
  callId: string;
}

export type Operation<Name extends OperationName> = (input: InputOf<Name>, call: Call) => Promise<unknown>;

/** What an operation's file is: `<verb><Noun>(tools)` answers the handler of one row of core/api/operations.ts. */

import type { Answers, InputOf, OPERATIONS, OperationName } from '../../core/api/operations.ts';
import type { DataCenters } from '../../core/data-center.ts';
import type { Principal } from '../../core/principal.ts';
import type { Door } from '../authentication/door.ts';
import type { DoorRequest } from '../authentication/request.ts';
import type { Acm } from '../clients/acm.ts';
import type { Env } from '../clients/aws.ts';
import type { CloudFront } from '../clients/cloudfront.ts';
import type { Events } from '../clients/events.ts';
import type { Publish } from '../clients/figures.ts';
import type { Quotas } from '../clients/quotas.ts';
import type { Route53 } from '../clients/route53.ts';
import type { MachineArns, StepFunctions } from '../clients/step-functions.ts';
import type { Table } from '../clients/table.ts';
import type { Activations } from '../records/activations.ts';
import type { Audit } from '../records/audit.ts';
import type { Cares } from '../records/cares.ts';
import type { Claims } from '../records/claims.ts';
import type { Deliveries } from '../records/deliveries.ts';
import type { Errands } from '../records/errands.ts';
import type { Links } from '../records/links.ts';
import type { Moves } from '../records/moves.ts';
import type { Outcomes } from '../records/outcomes.ts';
import type { RenewalTickets } from '../records/renewal-tickets.ts';
import type { Renewals } from '../records/renewals.ts';
import type { Requests } from '../records/requests.ts';
import type { Resends } from '../records/resends.ts';
import type { Sites } from '../records/sites.ts';
import type { Waits } from '../records/waits.ts';
import type { Webhooks } from '../records/webhooks.ts';

/** What the operations need that say who may call. */
export interface AccessTools extends Door {
  audit: Audit;
  /** Where a person goes on after signing in. */
  consoleUrl: string;
}

/** Made once per function instance and handed to every operation. */
export interface Tools extends AccessTools {
  publish: Publish | undefined;
  env: Env;
  dataCenters: DataCenters;
  /** ARNs of the state machines. */
  machineArns: MachineArns;
  table: Table;
  sites: Sites;
  requests: Requests;
  activations: Activations;
  renewals: Renewals;
  outcomes: Outcomes;
  waits: Waits;
  claims: Claims;
  errands: Errands;
  deliveries: Deliveries;
  webhooks: Webhooks;
  links: Links;
  cares: Cares;
  moves: Moves;
  renewalTickets: RenewalTickets;
  resends: Resends;
  acm: Acm;
  cloudFront: CloudFront;
  route53: Route53;
  stepFunctions: StepFunctions;
  events: Events;
  quotas: Quotas;
}

/** Of an operation that anybody may call. */
export interface PublicCall {
  /** World time. Signatures and sessions are judged by the door's own, `machine.doorTime()`. */
  now: Date;
  callId: string;
  request: DoorRequest;
  /** Headers `Set-Cookie` of the answer, by cookie name; operations add to them. */
  cookies: Map<string, string>;
  /** For the audit: who the caller has turned out to be. */
  identified(principal: Principal): void;
}

export interface Call extends PublicCall {
  /** It has the permission that the operation asks for, and sees the site that the path names. */
  principal: Principal;
  /** Its name in histories. */
  caller: string;
  /** The header If-Match, of operations that can be refused for it. */
  ifMatch?: string | undefined;
  /** Of this call, the same again when it is repeated under its Idempotency-Key: `20261121-0123456789`. */
  newId(): string;
}

type CallOf<Name extends OperationName> = (typeof OPERATIONS)[Name]['permission'] extends 'public' ? PublicCall : Call;

export type Operation<Name extends OperationName> = (
  input: InputOf<Name>,
  call: CallOf<Name>,
) => Promise<Answers[Name]>;

/**
 * What people are asked to do as the world stands, seen in the world and done through the doors that they have. A duty that is done is
 * seen no more, unless it has not helped.
 */
import { RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { machineOf, requestOf } from '../core/execution.ts';
import { REASONS } from '../core/reasons.ts';
import type { CertificateRequest } from '../core/request.ts';
import { retiredSiteOf } from '../core/retirement.ts';
import { isRunning } from '../core/status.ts';
import { addProof, addValidationRecord, approve, fileCase } from '../local/people.ts';
import { casesToFile, leave, mailsOf, mendRecords, proofsToWrite, recordsToAdd } from './people.ts';
import { look, reaching } from './seen.ts';
import { aliasOf, type SoakSite, type Stage } from './stage.ts';
import { standing } from './standing.ts';

export interface Duty {
  /** The same duty has the same name. */
  what: string;
  fulfil(): unknown;
}

/** All that a site asks of anybody: its admin, the owners of its DNS and its mailboxes, on-call. */
export async function oblige(stage: Stage, own: SoakSite): Promise<void> {
  await fulfil(dutiesOf(stage, own));
}

/** What stands still by a technical failure goes on where it stopped: requests, what is done for them later, moves and retirements. */
export async function redrive(stage: Stage): Promise<void> {
  await fulfil(redrives(stage));
}

export async function fulfil(duties: readonly Duty[]): Promise<void> {
  for (const duty of duties) await duty.fulfil();
}

export function dutiesOf(stage: Stage, own: SoakSite): Duty[] {
  const { siteId } = own;
  const requests = stage.open(own);
  const names = mailsOf(stage, own);
  return [
    ...ofRecords(stage, own, requests),
    ...names.map((name) => ({
      what: `${siteId} approves ${name}`,
      fulfil: () => approve(stage, name).catch(() => undefined),
    })),
    ...recordsToAdd(stage, own).map((record) => ({
      what: `${siteId} adds ${record.name}`,
      fulfil: () => addValidationRecord(stage, record),
    })),
    ...requests
      .filter(({ step }) => step === 'AwaitRelease')
      .map(({ requestId }) => ({
        what: `${requestId} asks for help`,
        fulfil: () => stage.ask('POST', `/sites/${siteId}/certificates/${requestId}/ask-for-help`),
      })),
    ...proofsToWrite(stage).map((record) => ({
      what: `${record.name} is proven`,
      fulfil: () => addProof(stage, record),
    })),
    ...casesToFile(stage).map((ticket) => ({
      what: `${ticket.ticketId} gets its case`,
      fulfil: () => fileCase(stage, ticket).catch(() => undefined),
    })),
  ];
}

function ofRecords(stage: Stage, own: SoakSite, requests: readonly CertificateRequest[]): Duty[] {
  const { retirement } = look(stage).sites.find(({ siteId }) => siteId === own.siteId) ?? {};
  const standing = own.domains.map((name) => stage.recordAt(aliasOf(name), 'CNAME'));
  if (retirement?.state === 'AWAITING_DNS' && standing.some((value) => value !== undefined))
    return [{ what: `${own.siteId} leaves`, fulfil: () => leave(stage, own) }];
  const isAsked = !retirement && requests.some(wantsRecords) && standing.some((value) => value !== stage.targetOf(own));
  return isAsked ? [{ what: `${own.siteId} mends`, fulfil: () => mendRecords(stage, own) }] : [];
}

/** Before it begins, or because a name does not serve: its record was changed after it was looked at. */
function wantsRecords({ step, aliases, conditions }: CertificateRequest): boolean {
  const isOff = (alias: string) => {
    const { serving } = conditions[alias] ?? {};
    return serving !== undefined && REASONS[serving.reason].status === 'False';
  };
  return step === 'AwaitPreflightFix' || aliases.some(isOff);
}

export function redrives(stage: Stage): Duty[] {
  const { executions, sites } = look(stage);
  const ofRequests = standing(executions).filter(({ name }) => retiredSiteOf(name) === undefined);
  return [
    ...ofRequests.map(({ arn, name }) => ({
      what: `${name} is redriven`,
      fulfil: () => redriveOrEnd(stage, arn, name),
    })),
    // Retiring again sets a retirement going, however long it has stood still.
    ...sites
      .filter(({ retirement }) => retirement?.failing)
      .map(({ siteId }) => ({
        what: `${siteId} retires again`,
        fulfil: () => stage.ask('POST', `/sites/${siteId}/retire`),
      })),
  ];
}

/** After 14 days a request only ends, by cancel; what stands still beside it is set going by looking again. */
async function redriveOrEnd(stage: Stage, executionArn: string, name: string): Promise<void> {
  const client = new SFNClient(reaching(stage, 'on-call'));
  await client.send(new RedriveExecutionCommand({ executionArn })).catch(() => {
    const request = look(stage).requests.find(({ requestId }) => requestId === requestOf(name));
    const act = machineOf(name) === 'move-ownership' || (request && !isRunning(request)) ? 'check-again' : 'cancel';
    return request && stage.ask('POST', `/sites/${request.siteId}/certificates/${request.requestId}/${act}`);
  });
  client.destroy();
}

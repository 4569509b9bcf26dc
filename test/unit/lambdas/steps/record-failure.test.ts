import { ACMClient, DeleteCertificateCommand } from '@aws-sdk/client-acm';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { CreateOpsItemCommand, OpsItemAlreadyExistsException, SSMClient } from '@aws-sdk/client-ssm';
import type { OwnershipMove } from '../../../../core/move.ts';
import { createClaims } from '../../../../lambdas/records/claims.ts';
import { create } from '../../../../lambdas/steps/record-failure.ts';
import { ALIASES, CERTIFICATE, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);
const mail = strictMock(SESv2Client);
const ssm = strictMock(SSMClient);

/** Without contacts no letter goes out. */
beforeEach(() => scene.givenSite({ contacts: [] }));

const TIMED_OUT = {
  verdict: 'ended',
  reason: 'ValidationTimedOut',
  facts: { names: 'login.example.org', domains: 'example.org' },
};
const endingWith = (ending: object) => ({ requestId: REQUEST_ID, now: NOW, ending });

it('says why, and what the Fail state shall say', async () => {
  await scene.givenRequest({ status: 'ACTION_REQUIRED', deadline: '2026-11-24T09:00:00.000Z' });

  expect(await scene.made(create)(endingWith(TIMED_OUT))).toEqual({
    reason: 'ValidationTimedOut',
    cause: '{"names":"login.example.org","domains":"example.org"}',
  });
  expect(await scene.recorded()).toEqual([
    {
      type: 'Ended',
      at: NOW,
      by: 'service',
      text: 'Ended: ValidationTimedOut.',
      set: {
        status: 'FAILED',
        step: 'RecordFailure',
        waitingOn: 'site admin',
        deadline: null,
        failure: { reason: 'ValidationTimedOut', facts: { names: 'login.example.org', domains: 'example.org' } },
      },
    },
  ]);
});

it('gives the claims back, deletes the certificate, and lets the site begin anew', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  const claims = createClaims(scene.table);
  await claims.claimAll(ALIASES, 'acme', REQUEST_ID);
  acm.on(DeleteCertificateCommand).resolves({});

  await scene.made(create)(endingWith(TIMED_OUT));
  expect(callsOf(acm)).toEqual([['DeleteCertificate', { CertificateArn: CERTIFICATE }]]);
  expect(await claims.heldByOthers(ALIASES, 'other')).toEqual([]);
  expect(await scene.requests.runningOf('acme')).toBeUndefined();
});

it.each(['ResourceInUseException', 'ResourceNotFoundException'])('ends all the same on %s', async (name) => {
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  acm.on(DeleteCertificateCommand).rejects(awsError(name));
  await scene.made(create)(endingWith(TIMED_OUT));
  expect((await scene.request()).status).toBe('FAILED');
});

it('opens the ticket that the customer is told of, and once', async () => {
  await scene.givenRequest();
  const exists = new OpsItemAlreadyExistsException({ message: 'exists', $metadata: {}, OpsItemId: 'oi-0123456789ab' });
  ssm.on(CreateOpsItemCommand).resolvesOnce({ OpsItemId: 'oi-0123456789ab' }).rejects(exists);
  const record = scene.made(create);
  await record(endingWith({ verdict: 'ended', reason: 'IssuanceTimedOut' }));
  await record(endingWith({ verdict: 'ended', reason: 'IssuanceTimedOut' }));
  expect(callsOf(ssm)[0]?.[1]).toMatchObject({ Title: expect.stringContaining('has ended as IssuanceTimedOut') });
  expect(await scene.recorded()).toMatchObject([
    { text: 'Ended: IssuanceTimedOut. Our on-call has the ticket oi-0123456789ab.' },
  ]);
});

it('does not say that on-call knows where no ticket can be opened', async () => {
  await scene.givenRequest();
  ssm.on(CreateOpsItemCommand).rejects(awsError('AccessDeniedException'));
  const ending = { verdict: 'ended', reason: 'IssuanceTimedOut' };
  await expect(scene.made(create)(endingWith(ending))).rejects.toThrow();
  expect(await scene.recorded()).toEqual([]);
});

it('writes to the contacts of the site, once', async () => {
  await scene.sites.change('acme', (site) => ({ ...site, contacts: ['web-team@example.com'] }));
  await scene.givenRequest();
  mail.on(SendEmailCommand).resolves({});
  const record = scene.made(create);
  await record(endingWith(TIMED_OUT));
  await record(endingWith(TIMED_OUT));
  expect(callsOf(mail)).toMatchObject([['SendEmail', { Destination: { ToAddresses: ['web-team@example.com'] } }]]);
  expect(await scene.recorded()).toMatchObject([{ type: 'Ended' }, { type: 'ContactsTold' }]);
});

it('tells of a certificate that something still uses, for on-call to delete', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  acm.on(DeleteCertificateCommand).rejects(awsError('ResourceInUseException'));
  await scene.made(create)(endingWith(TIMED_OUT));
  expect(await scene.recorded()).toMatchObject([
    { type: 'CertificateOrphaned', set: { orphanArn: CERTIFICATE } },
    { type: 'Ended' },
  ]);
});

/** With a move that has one of its names. */
async function givenLeftToMove() {
  const moveId = `${REQUEST_ID}-move-1`;
  await scene.givenRequest({ certificateArn: CERTIFICATE, moveId });
  const aliases = { 'login.example.org': {} };
  const move = { moveId, siteId: 'acme', requestId: REQUEST_ID, aliases, version: 1 };
  await scene.moves.open(move as unknown as OwnershipMove);
  const claims = createClaims(scene.table);
  await claims.claimAll(ALIASES, 'acme', REQUEST_ID);
  return { moveId, claims };
}

it('gives back itself what it left to a move that ended at the same moment', async () => {
  const { moveId, claims } = await givenLeftToMove();
  await scene.moves.end(moveId, 'moved', NOW);
  acm.on(DeleteCertificateCommand).resolves({});

  await scene.made(create)(endingWith({ reason: 'Canceled', facts: {}, verdict: 'kept' }));
  expect(callsOf(acm)).toEqual([['DeleteCertificate', { CertificateArn: CERTIFICATE }]]);
  expect(await claims.heldByOthers(ALIASES, 'other')).toEqual([]);
});

it('leaves the certificate and the claims of its names to an ownership move that AWS Support works on', async () => {
  const { claims } = await givenLeftToMove();
  await scene.made(create)(endingWith({ reason: 'Canceled', facts: {}, verdict: 'kept' }));
  expect(callsOf(acm)).toEqual([]);
  expect(await claims.heldByOthers(ALIASES, 'other')).toEqual(['login.example.org']);
  expect(await scene.request()).toMatchObject({ status: 'CANCELED', orphanArn: null });
});

it("leaves another request's claims alone", async () => {
  await scene.givenRequest();
  const claims = createClaims(scene.table);
  await claims.claimAll(ALIASES, 'other', 'req-other');
  await scene.made(create)(endingWith({ reason: 'AliasClaimed', facts: { alias: 'login.example.com' } }));
  expect(await claims.heldByOthers(ALIASES, 'acme')).toEqual(ALIASES);
});

it('stands still no more: it has run', async () => {
  await scene.givenRequest({ failing: { error: 'AwsRefused', since: NOW } });
  await scene.made(create)(endingWith(TIMED_OUT));
  expect(await scene.request()).toMatchObject({ status: 'FAILED', failing: null });
});

it('calls a canceled request CANCELED, not FAILED', async () => {
  await scene.givenRequest();
  await scene.made(create)(endingWith({ reason: 'Canceled' }));
  expect(await scene.request()).toMatchObject({ status: 'CANCELED', failure: { reason: 'Canceled', facts: {} } });
});

it('tells nothing new when it runs twice', async () => {
  await scene.givenRequest();
  const record = scene.made(create);
  await record(endingWith(TIMED_OUT));
  await record(endingWith(TIMED_OUT));
  expect(await scene.recorded()).toHaveLength(1);
});

it('is not ended by throttling: the step is tried again, and the request stays as it is', async () => {
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  acm.on(DeleteCertificateCommand).rejects(awsError('ThrottlingException'));
  await expect(scene.made(create)(endingWith(TIMED_OUT))).rejects.toMatchObject({ name: 'AwsThrottled' });
  expect((await scene.request()).status).toBe('PENDING');
});

it.each([
  ['no reason', { verdict: 'ended' }],
  ['a reason that no catalogue knows, which no page could show', { reason: 'Typo' }],
])('refuses %s', async (_, ending) => {
  await scene.givenRequest();
  await expect(scene.made(create)(endingWith(ending))).rejects.toThrow();
  expect(await scene.recorded()).toEqual([]);
});

describe('where another request goes on', () => {
  const HEIR = 'req-heir';
  const wish = { replacedBy: HEIR, continuation: { without: ['login.example.org'], offAir: [] } };

  it('deletes a certificate that was not issued, and hands the place over', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, ...wish });
    acm.on(DeleteCertificateCommand).resolves({});
    const ended = await scene.made(create)(endingWith({ reason: 'Canceled', verdict: 'untouched' }));
    expect(ended).toMatchObject({ reason: 'Superseded' });
    expect(callsOf(acm)).toHaveLength(1);
    expect(await scene.request()).toMatchObject({ status: 'SUPERSEDED', failure: { reason: 'Superseded' } });
    expect(await scene.request(HEIR)).toMatchObject({ aliases: ['login.example.com'], certificateArn: null });
    expect(callsOf(mail)).toEqual([]);
  });

  it('has it go on though that was wished for while claims were given back: the step is tried again', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE });
    const claims = createClaims(scene.table);
    await claims.claimAll(ALIASES, 'acme', REQUEST_ID);
    acm.on(DeleteCertificateCommand).callsFake(async () => {
      await scene.requests.change(REQUEST_ID, () => ({ type: 'WithoutAsked', at: NOW, by: 'x', text: 'x', set: wish }));
      return {};
    });
    const record = scene.made(create);
    await expect(record(endingWith(TIMED_OUT))).rejects.toMatchObject({ name: 'ChangedMeanwhile' });
    expect(await record(endingWith(TIMED_OUT))).toMatchObject({ reason: 'Superseded' });
    expect(await scene.request()).toMatchObject({ status: 'SUPERSEDED', replacedBy: HEIR });
    expect(await scene.request(HEIR)).toMatchObject({ status: 'PENDING', certificateArn: null });
    expect(await claims.all()).toEqual([]); // the heir claims anew
  });

  it('leaves an issued certificate to the other', async () => {
    await scene.givenRequest({ certificateArn: CERTIFICATE, ...wish });
    await scene.made(create)(endingWith({ reason: 'Canceled', verdict: 'handedOver' }));
    expect(callsOf(acm)).toEqual([]);
    expect(await scene.request(HEIR)).toMatchObject({ certificateArn: CERTIFICATE });
  });
});

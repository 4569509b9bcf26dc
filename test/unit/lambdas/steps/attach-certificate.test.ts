import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  InvalidViewerCertificate,
  PreconditionFailed,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { createLeases } from '../../../../lambdas/records/leases.ts';
import { create } from '../../../../lambdas/steps/attach-certificate.ts';
import { CERTIFICATE, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);

const CONFIG = {
  CallerReference: 'acme',
  Comment: '',
  Enabled: true,
  Origins: undefined,
  DefaultCacheBehavior: undefined,
};
const ATTACHED = {
  ACMCertificateArn: CERTIFICATE,
  SSLSupportMethod: 'sni-only' as const,
  MinimumProtocolVersion: 'TLSv1.2_2021' as const,
};

async function givenCertificate(viewerCertificate: object = { CloudFrontDefaultCertificate: true }) {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE, status: 'ACTION_REQUIRED', waitingOn: 'mailbox owner' });
  cloudFront.on(GetDistributionConfigCommand).resolves({
    ETag: 'E2QWRUHAPOMQZL',
    DistributionConfig: { ...CONFIG, ViewerCertificate: viewerCertificate } as never,
  });
}

it('puts the certificate on the distribution under the ETag just read, and leaves all else as it is', async () => {
  await givenCertificate();
  cloudFront.on(UpdateDistributionCommand).resolves({});

  expect(await scene.made(create)()).toEqual({ verdict: 'attached' });
  expect(callsOf(cloudFront)).toEqual([
    ['GetDistributionConfig', { Id: 'E1ACME2EXAMPLE' }],
    [
      'UpdateDistribution',
      {
        Id: 'E1ACME2EXAMPLE',
        IfMatch: 'E2QWRUHAPOMQZL',
        DistributionConfig: { ...CONFIG, ViewerCertificate: ATTACHED },
      },
    ],
  ]);
  expect(await scene.recorded()).toMatchObject([
    { type: 'DistributionRead', set: { servedBefore: { aliases: [], certificateArn: null } } },
    {
      type: 'CertificateAttached',
      at: NOW,
      by: 'service',
      text: 'The certificate is on distribution E1ACME2EXAMPLE.',
      set: { status: 'PENDING', step: 'AttachCertificate', waitingOn: 'nobody' },
    },
  ]);
});

it('changes nothing when it is there already', async () => {
  await givenCertificate(ATTACHED);
  const attach = scene.made(create);
  await attach();
  expect(await attach()).toEqual({ verdict: 'attached' });
  expect(cloudFront.commandCalls(UpdateDistributionCommand)).toEqual([]);
  expect(await scene.recorded()).toHaveLength(1);
});

it.each([
  ['ChangedMeanwhile', new PreconditionFailed({ message: 'etag', $metadata: {} })],
  ['CertificateNotVisible', new InvalidViewerCertificate({ message: 'not yet', $metadata: {} })],
  ['AwsThrottled', awsError('Throttling')],
])('fails as %s, and lets the next writer in', async (code, error) => {
  await givenCertificate();
  cloudFront.on(UpdateDistributionCommand).rejects(error);
  await expect(scene.made(create)()).rejects.toMatchObject({ name: code });
  expect(await scene.recorded()).not.toContainEqual(expect.objectContaining({ type: 'CertificateAttached' }));
  expect(await createLeases(scene.table).holding('cloudfront', 'next', new Date(NOW), async () => 'in')).toBe('in');
});

it('fails as WriterBusy while another request changes a distribution', async () => {
  await givenCertificate();
  await createLeases(scene.table).holding('cloudfront', 'another request', new Date(NOW), async () => {
    await expect(scene.made(create)()).rejects.toMatchObject({ name: 'WriterBusy' });
  });
  expect(callsOf(cloudFront)).toEqual([]);
});

it('does not go on without a certificate', async () => {
  await scene.givenSite();
  await scene.givenRequest();
  await expect(scene.made(create)()).rejects.toThrow('has no certificate to attach');
});

it('remembers what the first look saw, however often it runs', async () => {
  const earlier = 'arn:aws:acm:us-east-1:111122223333:certificate/earlier';
  await givenCertificate({ ...ATTACHED, ACMCertificateArn: earlier });
  cloudFront.on(UpdateDistributionCommand).rejectsOnce(new PreconditionFailed({ message: 'etag', $metadata: {} }));
  const attach = scene.made(create);
  await expect(attach()).rejects.toMatchObject({ name: 'ChangedMeanwhile' });

  cloudFront.on(GetDistributionConfigCommand).resolves({
    ETag: 'E2QWRUHAPOMQZL',
    DistributionConfig: { ...CONFIG, Aliases: { Quantity: 1, Items: ['later.example.com'] } } as never,
  });
  cloudFront.on(UpdateDistributionCommand).resolves({});
  await attach();
  expect((await scene.request()).servedBefore).toEqual({ certificateArn: earlier, aliases: [] });
});

it('attaches nothing for a canceled request', async () => {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE, cancelAskedAt: NOW });
  expect(await scene.made(create)()).toEqual({ verdict: 'ended', reason: 'Canceled', facts: {} });
  expect(callsOf(cloudFront)).toEqual([]);
});

it('goes back behind a certificate that an ended request has left for its ownership move', async () => {
  const kept = 'arn:aws:acm:us-east-1:111122223333:certificate/kept';
  await scene.givenSite();
  await scene.givenRequest({
    requestId: 'req-canceled',
    status: 'CANCELED',
    certificateArn: kept,
    servedBefore: { certificateArn: null, aliases: [] },
  });
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  cloudFront.on(GetDistributionConfigCommand).resolves({
    ETag: 'E2QWRUHAPOMQZL',
    DistributionConfig: { ...CONFIG, ViewerCertificate: { ...ATTACHED, ACMCertificateArn: kept } } as never,
  });
  cloudFront.on(UpdateDistributionCommand).resolves({});

  await scene.made(create)();
  expect((await scene.request(REQUEST_ID)).servedBefore).toEqual({ certificateArn: null, aliases: [] });
  expect((await scene.request('req-canceled')).orphanArn).toBe(kept);
});

describe('in the place of another certificate', () => {
  const EARLIER = 'arn:aws:acm:us-east-1:111122223333:certificate/earlier';
  const GONE = 'login.example.net';
  async function givenServing(offAir: string[], apiDomainPrefix = 'login') {
    await scene.givenSite({ apiDomainPrefix });
    const aliases = ['login.example.com', GONE];
    await scene.givenRequest({ requestId: 'req-old', status: 'ACTIVE', certificateArn: EARLIER, aliases });
    await scene.givenRequest({ certificateArn: CERTIFICATE, replaces: 'req-old', offAir });
    cloudFront.on(GetDistributionConfigCommand).resolves({
      ETag: 'E2QWRUHAPOMQZL',
      DistributionConfig: {
        ...CONFIG,
        Aliases: { Quantity: 2, Items: ['login.example.com', GONE] },
        ViewerCertificate: { ...ATTACHED, ACMCertificateArn: EARLIER },
      } as never,
    });
    cloudFront.on(UpdateDistributionCommand).resolves({});
  }

  it('drops in the same update what was consented to', async () => {
    await givenServing([GONE]);
    expect(await scene.made(create)()).toEqual({ verdict: 'attached' });
    expect(callsOf(cloudFront)[1]?.[1]).toMatchObject({
      DistributionConfig: {
        Aliases: { Quantity: 1, Items: ['login.example.com'] },
        ViewerCertificate: { ACMCertificateArn: CERTIFICATE },
      },
    });
    expect(await scene.sites.require('acme')).toMatchObject({ apiDomainPrefix: 'login' });
    expect(await scene.request('req-old')).toMatchObject({ status: 'ACTIVE', waitingOn: 'site admin' });
  });

  it('ends the request, and touches nothing, where a name would go without consent', async () => {
    await givenServing([]);
    expect(await scene.made(create)()).toEqual({
      verdict: 'ended',
      reason: 'OffAirWithoutConsent',
      facts: { names: GONE },
    });
    expect(cloudFront.commandCalls(UpdateDistributionCommand)).toEqual([]);
    expect(await scene.recorded()).toEqual([]);
  });

  it('takes another prefix out of the settings before its names go', async () => {
    await givenServing([GONE], 'api');
    await scene.made(create)();
    expect((await scene.sites.require('acme')).apiDomainPrefix).toBeUndefined();
    expect(await scene.recorded('req-old')).toMatchObject([
      { type: 'Deactivated', by: 'service', set: { status: 'READY' } },
      { type: 'Detached', conditions: [{ alias: GONE, finding: { reason: 'TakenOffAir' } }] },
    ]);
  });
});

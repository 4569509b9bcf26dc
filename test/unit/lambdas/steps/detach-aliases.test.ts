import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  PreconditionFailed,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { createLeases } from '../../../../lambdas/records/leases.ts';
import { create } from '../../../../lambdas/steps/detach-aliases.ts';
import { ALIASES, CERTIFICATE, findings, NOW, useScene } from '../../../support/step.ts';
import { callsOf, strictMock } from '../../../support/strict-mock.ts';

const scene = useScene();
const cloudFront = strictMock(CloudFrontClient);

const CONFIG = { CallerReference: 'acme', Comment: '', Enabled: true };
const EARLIER = 'arn:aws:acm:us-east-1:111122223333:certificate/earlier';
const sni = (ACMCertificateArn: string) => ({
  ACMCertificateArn,
  SSLSupportMethod: 'sni-only',
  MinimumProtocolVersion: 'TLSv1.2_2021',
});

/** A request that attached its certificate and all its aliases to a distribution that served this before. */
async function givenAttached(before: { certificateArn: string | null; aliases: string[] }, aliases: string[]) {
  await scene.givenSite();
  await scene.givenRequest({
    certificateArn: CERTIFICATE,
    servedBefore: before,
    conditions: findings('attached', 'AliasAttached', () => ({ distribution: 'E1ACME2EXAMPLE' })),
  });
  givenConfig({ Aliases: { Quantity: aliases.length, Items: aliases }, ViewerCertificate: sni(CERTIFICATE) });
}

function givenConfig(config: object) {
  const DistributionConfig = { ...CONFIG, ...config } as never;
  cloudFront.on(GetDistributionConfigCommand).resolves({ ETag: 'E2QWRUHAPOMQZL', DistributionConfig });
  cloudFront.on(UpdateDistributionCommand).resolves({});
}
const written = () => cloudFront.commandCalls(UpdateDistributionCommand).map(({ args: [command] }) => command.input);

it('puts back the default certificate, and takes the aliases off, under the ETag just read', async () => {
  await givenAttached({ certificateArn: null, aliases: [] }, ALIASES);

  expect(await scene.made(create)()).toEqual({ verdict: 'detached' });
  expect(written()).toEqual([
    {
      Id: 'E1ACME2EXAMPLE',
      IfMatch: 'E2QWRUHAPOMQZL',
      DistributionConfig: {
        ...CONFIG,
        Aliases: { Quantity: 0 },
        ViewerCertificate: { CloudFrontDefaultCertificate: true },
      },
    },
  ]);
  const gone = (alias: string) => ({
    alias,
    name: 'attached',
    finding: { reason: 'AliasDetached', facts: { alias, distribution: 'E1ACME2EXAMPLE' } },
  });
  expect(await scene.recorded()).toEqual([
    {
      type: 'Detached',
      at: NOW,
      by: 'service',
      text: 'Distribution E1ACME2EXAMPLE serves again what it served before.',
      set: { step: 'DetachAliases' },
      conditions: ALIASES.map(gone),
    },
  ]);
});

it('puts back the certificate that was there, and leaves the aliases that served with it', async () => {
  await givenAttached({ certificateArn: EARLIER, aliases: ['login.example.com'] }, [...ALIASES, 'login.other.example']);

  await scene.made(create)();
  expect(written()).toMatchObject([
    {
      DistributionConfig: {
        Aliases: { Quantity: 2, Items: ['login.example.com', 'login.other.example'] },
        ViewerCertificate: sni(EARLIER),
      },
    },
  ]);
  const { conditions } = await scene.request();
  expect(conditions['login.example.com']?.attached?.reason).toBe('AliasAttached');
  expect(conditions['login.example.org']?.attached?.reason).toBe('AliasDetached');
});

it('writes once when it runs twice, and the certificate is still waited for', async () => {
  await givenAttached({ certificateArn: null, aliases: [] }, ALIASES);
  const detach = scene.made(create);
  await detach();
  givenConfig({ Aliases: { Quantity: 0 }, ViewerCertificate: { CloudFrontDefaultCertificate: true } });
  expect(await detach()).toEqual({ verdict: 'detached' });
  expect(written()).toHaveLength(1);
  expect(await scene.recorded()).toHaveLength(1);
});

it('touches nothing for a request that never attached its certificate', async () => {
  await scene.givenSite();
  await scene.givenRequest({ certificateArn: CERTIFICATE });
  expect(await scene.made(create)()).toEqual({ verdict: 'untouched' });
  expect(callsOf(cloudFront)).toEqual([]);
  expect(await scene.recorded()).toEqual([]);
});

it('is tried again when another writer was faster, or has the lease', async () => {
  await givenAttached({ certificateArn: null, aliases: [] }, ALIASES);
  cloudFront.on(UpdateDistributionCommand).rejects(new PreconditionFailed({ message: 'etag', $metadata: {} }));
  await expect(scene.made(create)()).rejects.toMatchObject({ name: 'ChangedMeanwhile' });
  await createLeases(scene.table).holding('cloudfront', 'another request', new Date(NOW), async () => {
    await expect(scene.made(create)()).rejects.toMatchObject({ name: 'WriterBusy' });
  });
});

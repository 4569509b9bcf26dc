import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { CloudFrontClient, type DistributionConfig, GetDistributionConfigCommand } from '@aws-sdk/client-cloudfront';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { CertificateRequest } from '../../../../../core/request.ts';
import { createAcm } from '../../../../../lambdas/clients/acm.ts';
import { createCloudFront } from '../../../../../lambdas/clients/cloudfront.ts';
import { createMail } from '../../../../../lambdas/clients/mail.ts';
import { watchExpiry } from '../../../../../lambdas/watch/caring/expiry.ts';
import { CERTIFICATE, useScene } from '../../../../support/unit/step.ts';
import { strictMock } from '../../../../support/unit/strict-mock.ts';

const acm = strictMock(ACMClient);
const ses = strictMock(SESv2Client);
const cloudFront = strictMock(CloudFrontClient);
const scene = useScene();
const END = '2027-06-07T10:00:00.000Z';
const given = () => scene.givenRequest({ status: 'ACTIVE', certificateArn: CERTIFICATE, notAfter: END });

const look = async (now: string): Promise<string> => lookAt(await given(), now);

async function lookAt(request: CertificateRequest, now: string): Promise<string> {
  const { env, requests, sites } = scene;
  const post = { requests, sites, mail: createMail(env), consoleUrl: 'https://console.example.net' };
  const tools = { acm: createAcm(env), cloudFront: createCloudFront(env), post, sites };
  return (await watchExpiry(tools)(request, new Date(now))).toISOString();
}

const serves = (ACMCertificateArn: string) => {
  const DistributionConfig = { ViewerCertificate: { ACMCertificateArn } } as DistributionConfig;
  cloudFront.on(GetDistributionConfigCommand).resolves({ DistributionConfig });
};

it('waits for the end of the certificate, and asks nobody before', async () => {
  expect(await look('2026-11-21T10:00:00Z')).toBe(END);
  expect(await scene.recorded()).toEqual([]);
});

it('takes over the new end of a certificate that AWS has renewed', async () => {
  const NotAfter = new Date('2027-12-22T10:00:00Z');
  acm
    .on(DescribeCertificateCommand)
    .resolves({ Certificate: { CertificateArn: CERTIFICATE, Status: 'ISSUED', NotAfter } });
  expect(await look(END)).toBe(NotAfter.toISOString());
  expect(await scene.recorded()).toMatchObject([
    { type: 'CertificateRenewed', set: { notAfter: '2027-12-22T10:00:00.000Z' } },
  ]);
});

it('says that it has EXPIRED', async () => {
  const NotAfter = new Date(END);
  acm
    .on(DescribeCertificateCommand)
    .resolves({ Certificate: { CertificateArn: CERTIFICATE, Status: 'EXPIRED', NotAfter } });
  await scene.givenSite();
  serves(CERTIFICATE);
  ses.on(SendEmailCommand).resolves({});
  await look(END);
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'Expired',
      set: {
        status: 'EXPIRED',
        waitingOn: 'site admin',
        failure: { reason: 'RenewalMissed', facts: { notAfter: END, why: 'AWS had not done it by then' } },
      },
    },
    { type: 'ContactsTold' },
  ]);
  expect(ses.commandCalls(SendEmailCommand)).toHaveLength(1);
});

it('does not say so while another certificate is in its place: the names serve by that', async () => {
  acm
    .on(DescribeCertificateCommand)
    .resolves({ Certificate: { CertificateArn: CERTIFICATE, Status: 'EXPIRED', NotAfter: new Date(END) } });
  await scene.givenSite();
  serves(`${CERTIFICATE}-newer`);
  expect(await look(END)).toBe('2027-06-07T11:00:00.000Z');
  expect((await scene.request()).status).toBe('ACTIVE');
});

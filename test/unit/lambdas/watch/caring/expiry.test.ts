import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { createAcm } from '../../../../../lambdas/clients/acm.ts';
import { createMail } from '../../../../../lambdas/clients/mail.ts';
import { watchExpiry } from '../../../../../lambdas/watch/caring/expiry.ts';
import { CERTIFICATE, useScene } from '../../../../support/step.ts';
import { strictMock } from '../../../../support/strict-mock.ts';

const acm = strictMock(ACMClient);
const ses = strictMock(SESv2Client);
const scene = useScene();
const END = '2027-06-07T10:00:00.000Z';
const given = () => scene.givenRequest({ status: 'ACTIVE', certificateArn: CERTIFICATE, notAfter: END });

async function look(now: string): Promise<string> {
  const request = await given();
  const { requests, sites } = scene;
  const post = { requests, sites, mail: createMail(scene.env), consoleUrl: 'https://console.example.net' };
  return (await watchExpiry(createAcm(scene.env), post)(request, new Date(now))).toISOString();
}

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

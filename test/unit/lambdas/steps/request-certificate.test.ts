import {
  ACMClient,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
  RequestCertificateCommand,
} from '@aws-sdk/client-acm';
import { create } from '../../../../lambdas/steps/request-certificate.ts';
import { CERTIFICATE, findings, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const acm = strictMock(ACMClient);

const MAIL = findings('mail', 'MailRouteFound', (alias) => ({ validationDomain: alias.replace('login.', '') }));

function noneIsTagged() {
  acm.on(ListCertificatesCommand).resolves({ CertificateSummaryList: [] });
}

it('asks for one certificate for all names, each with its validation domain', async () => {
  await scene.givenRequest({ conditions: MAIL });
  noneIsTagged();
  acm.on(RequestCertificateCommand).resolves({ CertificateArn: CERTIFICATE });

  expect(await scene.made(create)()).toEqual({ verdict: 'requested' });
  expect(callsOf(acm)[1]).toEqual([
    'RequestCertificate',
    {
      DomainName: 'login.example.com',
      SubjectAlternativeNames: ['login.example.org'],
      ValidationMethod: 'EMAIL',
      IdempotencyToken: expect.stringMatching(/^[0-9a-f]{32}$/),
      Tags: [
        { Key: 'certificates:request', Value: REQUEST_ID },
        { Key: 'certificates:deployment', Value: 'certificates' },
      ],
      DomainValidationOptions: [
        { DomainName: 'login.example.com', ValidationDomain: 'example.com' },
        { DomainName: 'login.example.org', ValidationDomain: 'example.org' },
      ],
    },
  ]);
  expect(await scene.recorded()).toEqual([
    {
      type: 'CertificateRequested',
      at: NOW,
      by: 'service',
      text: 'Certificate requested for 2 names.',
      set: { step: 'RequestCertificate', certificateArn: CERTIFICATE },
    },
  ]);
  expect(await scene.requests.ofCertificate(CERTIFICATE)).toBe(REQUEST_ID);
});

it('asks once when it runs twice', async () => {
  await scene.givenRequest({ conditions: MAIL });
  noneIsTagged();
  acm.on(RequestCertificateCommand).resolves({ CertificateArn: CERTIFICATE });
  const run = scene.made(create);
  await run();
  await run();
  expect(acm.commandCalls(RequestCertificateCommand)).toHaveLength(1);
  expect(await scene.recorded()).toHaveLength(1);
});

it('finds the certificate of a run that crashed before it could store the ARN', async () => {
  await scene.givenRequest({ conditions: MAIL });
  acm.on(ListCertificatesCommand).resolves({
    CertificateSummaryList: [{ CertificateArn: CERTIFICATE, DomainName: 'login.example.com' }],
  });
  acm.on(ListTagsForCertificateCommand, { CertificateArn: CERTIFICATE }).resolves({
    Tags: [
      { Key: 'certificates:request', Value: REQUEST_ID },
      { Key: 'certificates:deployment', Value: 'certificates' },
    ],
  });

  expect(await scene.made(create)()).toEqual({ verdict: 'requested' });
  expect(callsOf(acm).map(([operation]) => operation)).toEqual(['ListCertificates', 'ListTagsForCertificate']);
  expect((await scene.request()).certificateArn).toBe(CERTIFICATE);
});

it('asks with the same token after a crash, so that ACM answers with the same certificate', async () => {
  await scene.givenRequest({ conditions: MAIL });
  noneIsTagged();
  acm.on(RequestCertificateCommand).rejects(awsError('ECONNRESET'));
  const run = scene.made(create);
  await expect(run()).rejects.toMatchObject({ name: 'AwsUnavailable' });
  await expect(run()).rejects.toMatchObject({ name: 'AwsUnavailable' });
  const tokens = acm.commandCalls(RequestCertificateCommand).map((call) => call.args[0].input.IdempotencyToken);
  expect(tokens[0]).toBe(tokens[1]);
});

it.each(['InvalidDomainValidationOptionsException', 'InvalidParameterException', 'ValidationException'])(
  'ends the request when ACM refuses its names: %s',
  async (name) => {
    await scene.givenRequest({ conditions: MAIL });
    noneIsTagged();
    acm.on(RequestCertificateCommand).rejects(awsError(name, 'login.example.org is not valid'));

    expect(await scene.made(create)()).toEqual({
      verdict: 'refused',
      reason: 'RequestRefused',
      facts: { found: 'login.example.org is not valid' },
    });
    expect(await scene.recorded()).toEqual([]);
  },
);

it('fails for good at the quota, after one call', async () => {
  await scene.givenRequest({ conditions: MAIL });
  noneIsTagged();
  acm.on(RequestCertificateCommand).rejects(awsError('LimitExceededException', 'quota of 2500 reached'));

  await expect(scene.made(create)()).rejects.toMatchObject({
    name: 'CertificateQuotaExceeded',
    message: 'AWS allows no more certificates for now: quota of 2500 reached',
  });
  expect(acm.commandCalls(RequestCertificateCommand)).toHaveLength(1);
});

it('fails as AwsThrottled when ACM wants it slower', async () => {
  await scene.givenRequest({ conditions: MAIL });
  acm.on(ListCertificatesCommand).rejects(awsError('ThrottlingException'));
  await expect(scene.made(create)()).rejects.toMatchObject({ name: 'AwsThrottled' });
});

it('asks for nothing while a name has no validation domain', async () => {
  await scene.givenRequest({ conditions: MAIL.slice(0, 1) });
  noneIsTagged();
  await expect(scene.made(create)()).rejects.toThrow('login.example.org has no validation domain');
  expect(acm.commandCalls(RequestCertificateCommand)).toEqual([]);
});

it('sends no validation domains by DNS', async () => {
  await scene.givenRequest({ method: 'DNS' });
  noneIsTagged();
  acm.on(RequestCertificateCommand).resolves({ CertificateArn: CERTIFICATE });
  await scene.made(create)();
  expect(callsOf(acm)[1]).toEqual([
    'RequestCertificate',
    {
      DomainName: 'login.example.com',
      SubjectAlternativeNames: ['login.example.org'],
      ValidationMethod: 'DNS',
      IdempotencyToken: expect.stringMatching(/^[0-9a-f]{32}$/),
      Tags: [
        { Key: 'certificates:request', Value: REQUEST_ID },
        { Key: 'certificates:deployment', Value: 'certificates' },
      ],
    },
  ]);
});

describe('after the last day of e-mail validation', () => {
  const input = { requestId: REQUEST_ID, now: '2027-04-01T00:00:00.000Z' };

  it('asks for no certificate by e-mail', async () => {
    await scene.givenRequest({ conditions: MAIL });
    noneIsTagged();
    expect(await scene.made(create)(input)).toEqual({
      verdict: 'refused',
      reason: 'EmailValidationEnded',
      facts: { lastDay: '2027-03-31' },
    });
  });

  it('keeps the one that was asked for in time', async () => {
    await scene.givenRequest({ conditions: MAIL, certificateArn: CERTIFICATE });
    expect(await scene.made(create)(input)).toEqual({ verdict: 'requested' });
  });
});

it('asks for nothing for a canceled request, but finds what a crash left, for the end to delete it', async () => {
  await scene.givenRequest({ cancelAskedAt: NOW });
  acm.on(ListCertificatesCommand).resolves({ CertificateSummaryList: [] });
  expect(await scene.made(create)()).toEqual({ verdict: 'ended', reason: 'Canceled', facts: {} });

  acm.on(ListCertificatesCommand).resolves({
    CertificateSummaryList: [{ CertificateArn: CERTIFICATE, DomainName: 'login.example.com' }],
  });
  acm.on(ListTagsForCertificateCommand).resolves({ Tags: [{ Key: 'certificates:request', Value: REQUEST_ID }] });
  expect(await scene.made(create)()).toEqual({ verdict: 'ended', reason: 'Canceled', facts: {} });
  expect((await scene.request()).certificateArn).toBe(CERTIFICATE);
});

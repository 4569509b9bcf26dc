import * as acm from '@aws-sdk/client-acm';
import * as cloudfront from '@aws-sdk/client-cloudfront';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import * as route53 from '@aws-sdk/client-route-53';
import * as sesv2 from '@aws-sdk/client-sesv2';
import * as sfn from '@aws-sdk/client-sfn';
import { endpointScene } from './endpoint-scene.ts';

const scene = endpointScene();
const { connect, post } = scene;

const signed = (scope: string) =>
  `AWS4-HMAC-SHA256 Credential=tester/20261121/us-east-1/${scope}/aws4_request, Signature=0`;

describe('a caller', () => {
  it('is our account, with the access key as principal', async () => {
    const { $metadata } = await connect(acm.ACMClient).send(new acm.ListCertificatesCommand({}));
    expect(scene.heard.callers).toEqual([
      { account: '111122223333', principal: 'tester', requestId: $metadata.requestId },
    ]);
  });

  it('is another account when the access key is twelve digits', async () => {
    await connect(acm.ACMClient, '999988887777').send(new acm.ListCertificatesCommand({}));
    expect(scene.heard.callers[0]).toMatchObject({ account: '999988887777', principal: '999988887777' });
  });

  it('without credentials is refused', async () => {
    const response = await post({ 'x-amz-target': 'CertificateManager.ListCertificates' }, '{}');
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('MissingAuthenticationToken');
  });
});

it('tells who called what, and meets faults of one caller only', async () => {
  const heard: string[] = [];
  scene.endpoint.onCalled(({ service: name, operation, principal }) => heard.push(`${principal} ${name}:${operation}`));
  scene.faults.add({
    service: 'acm',
    operation: '*',
    principal: 'tester',
    kind: 'refuse',
    error: 'Throttling',
    message: 'slower',
  });
  await expect(connect(acm.ACMClient).send(new acm.ListCertificatesCommand({}))).rejects.toMatchObject({
    name: 'Throttling',
  });
  await expect(connect(acm.ACMClient, 'other').send(new acm.ListCertificatesCommand({}))).resolves.toBeDefined();
  expect(heard).toEqual(['tester acm:ListCertificates', 'other acm:ListCertificates']);
});

describe('JSON services', () => {
  it('answer ACM with its members', async () => {
    const answer = await connect(acm.ACMClient).send(new acm.ListCertificatesCommand({}));
    expect(answer.CertificateSummaryList).toEqual([{ DomainName: 'login.example.com' }]);
  });

  it('throw typed exceptions with the request id', async () => {
    const call = connect(acm.ACMClient).send(new acm.DescribeCertificateCommand({ CertificateArn: 'arn:none' }));
    const error = await call.catch((reason) => reason);
    expect(error).toBeInstanceOf(acm.ResourceNotFoundException);
    expect(error).toMatchObject({ message: 'Could not find the certificate', $metadata: { httpStatusCode: 400 } });
    expect(error.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('give an undeclared error as 400 with that code', async () => {
    const call = connect(acm.ACMClient).send(new acm.GetCertificateCommand({ CertificateArn: 'arn:a' }));
    await expect(call).rejects.toMatchObject({
      name: 'Throttling',
      message: 'Rate exceeded',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('answer EventBridge and Step Functions, to the millisecond', async () => {
    const put = await connect(eventbridge.EventBridgeClient).send(
      new eventbridge.PutEventsCommand({ Entries: [{ Source: 'a', DetailType: 'b', Detail: '{}' }] }),
    );
    expect(put.Entries).toEqual([{ EventId: 'e' }]);
    const states = connect(sfn.SFNClient);
    const execution = await states.send(new sfn.StartExecutionCommand({ stateMachineArn: 'arn:m', name: 'n' }));
    expect(execution.startDate).toEqual(new Date('2026-11-21T00:00:00.123Z'));
    const describe = states.send(new sfn.DescribeExecutionCommand({ executionArn: 'arn:none' }));
    await expect(describe).rejects.toBeInstanceOf(sfn.ExecutionDoesNotExist);
    const list = states.send(new sfn.ListTagsForResourceCommand({ resourceArn: 'arn:none' }));
    // The schema says 404: JSON services answer 400 all the same.
    await expect(list).rejects.toMatchObject({ name: 'ResourceNotFound', $metadata: { httpStatusCode: 400 } });
  });

  it('refuse a required member that is absent, by name', async () => {
    const headers = { authorization: signed('acm'), 'x-amz-target': 'CertificateManager.RequestCertificate' };
    const response = await post(headers, '{"Tags":[{"Value":"v"}]}');
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        __type: 'ValidationException',
        message:
          "2 validation errors detected: Value null at 'domainName' failed to satisfy constraint: Member must not be null; " +
          "Value null at 'tags.1.member.key' failed to satisfy constraint: Member must not be null",
      },
    ]);
  });

  it.each(['{"DomainName":', '"text"', '{"DomainName":5}'])('refuse %s with SerializationException', async (body) => {
    const headers = { authorization: signed('acm'), 'x-amz-target': 'CertificateManager.RequestCertificate' };
    const response = await post(headers, body);
    expect([response.status, ((await response.json()) as { __type: string }).__type]).toEqual([
      400,
      'SerializationException',
    ]);
  });
});

describe('REST-XML services', () => {
  const config: cloudfront.DistributionConfig = {
    CallerReference: 'site-1',
    Comment: '<&> "žluť"',
    Enabled: true,
    Aliases: { Quantity: 1, Items: ['login.example.com'] },
    Origins: { Quantity: 1, Items: [{ Id: 'api', DomainName: 'api.example.net' }] },
    DefaultCacheBehavior: { TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only' },
  };

  it('create a distribution with 201, ETag and Location', async () => {
    const command = new cloudfront.CreateDistributionCommand({ DistributionConfig: config });
    const answer = await connect(cloudfront.CloudFrontClient).send(command);
    expect(answer.$metadata.httpStatusCode).toBe(201);
    expect(answer.ETag).toBe('E1');
    expect(answer.Location).toBe('https://cloudfront.amazonaws.com/2020-05-31/distribution/EDFDVBD6EXAMPLE');
    expect(answer.Distribution?.DistributionConfig).toEqual(config);
  });

  it('throw 412, 409 and 404 as typed exceptions', async () => {
    const client = connect(cloudfront.CloudFrontClient);
    const update = (IfMatch: string) =>
      client
        .send(new cloudfront.UpdateDistributionCommand({ Id: 'E', IfMatch, DistributionConfig: config }))
        .catch((reason) => reason);
    const stale = await update('E0');
    expect(stale).toBeInstanceOf(cloudfront.PreconditionFailed);
    expect(stale.$metadata.httpStatusCode).toBe(412);
    const held = await update('E1');
    expect(held).toBeInstanceOf(cloudfront.CNAMEAlreadyExists);
    expect(held).toMatchObject({ message: 'login.example.com is held', $metadata: { httpStatusCode: 409 } });
    const missing = await client.send(new cloudfront.GetDistributionCommand({ Id: 'EX' })).catch((reason) => reason);
    expect(missing).toBeInstanceOf(cloudfront.NoSuchDistribution);
    expect(missing.$metadata).toMatchObject({
      httpStatusCode: 404,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('tell operations of one path apart by the literal query', async () => {
    const Resource = 'arn:aws:cloudfront::111122223333:distribution/E';
    const Tags = { Items: [{ Key: 'siteId', Value: 's' }] };
    await connect(cloudfront.CloudFrontClient).send(new cloudfront.TagResourceCommand({ Resource, Tags }));
    expect(scene.heard.tagged).toEqual([[Resource, 'siteId']]);
  });

  it('read Route 53 input from path and query', async () => {
    const client = connect(route53.Route53Client);
    const command = new route53.ListResourceRecordSetsCommand({
      HostedZoneId: '/hostedzone/Z1',
      StartRecordName: 'a+b c.example.',
    });
    const answer = await client.send(command);
    expect(answer.ResourceRecordSets).toEqual([
      { Name: 'a+b c.example.', Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value: 'Z1' }] },
    ]);
    const missing = client.send(new route53.GetHostedZoneCommand({ Id: 'Z1' }));
    await expect(missing).rejects.toBeInstanceOf(route53.NoSuchHostedZone);
  });

  it.each([
    ['another root', '<Distribution><CallerReference>a</CallerReference></Distribution>'],
    ['a truncated document', '<DistributionConfig><CallerReference>a</CallerReference>'],
    ['an empty list', '<DistributionConfig><Aliases><Quantity>0</Quantity><Items/></Aliases></DistributionConfig>'],
    ['a number that is none', '<DistributionConfig><Aliases><Quantity>x</Quantity></Aliases></DistributionConfig>'],
  ])('refuse %s with MalformedInput', async (_, body) => {
    const response = await post({ authorization: signed('cloudfront') }, body, '/2020-05-31/distribution');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Type>Sender</Type><Code>MalformedInput</Code>');
  });

  it('refuse a required member that is absent with InvalidArgument', async () => {
    const body = '<DistributionConfig><Comment/><Enabled>true</Enabled></DistributionConfig>';
    const response = await post({ authorization: signed('cloudfront') }, body, '/2020-05-31/distribution');
    const text = await response.text();
    expect(text).toContain('<Code>InvalidArgument</Code>');
    expect(text).toContain("Value null at 'distributionConfig.callerReference'".replaceAll("'", '&apos;'));
  });
});

describe('REST-JSON services', () => {
  it('answer SES and throw its exceptions', async () => {
    const client = connect(sesv2.SESv2Client);
    const sent = await client.send(new sesv2.SendEmailCommand({ Content: { Raw: { Data: new Uint8Array([1, 2]) } } }));
    expect(sent.MessageId).toBe('0100019a');
    const missing = client.send(new sesv2.GetEmailIdentityCommand({ EmailIdentity: 'a@b/c' }));
    const error = await missing.catch((reason) => reason);
    expect(error).toBeInstanceOf(sesv2.NotFoundException);
    expect(error).toMatchObject({ message: 'Email identity a@b/c does not exist', $metadata: { httpStatusCode: 404 } });
  });

  it('refuse a required member that is absent with BadRequestException', async () => {
    const response = await post({ authorization: signed('ses') }, '{}', '/v2/email/outbound-emails');
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, 'BadRequestException']);
  });
});

describe('what is not simulated', () => {
  it('is refused with 501, naming service, operation and where to look', async () => {
    const call = connect(acm.ACMClient).send(new acm.DeleteCertificateCommand({ CertificateArn: 'arn:a' }));
    await expect(call).rejects.toMatchObject({
      name: 'NotSimulated',
      message: 'acm DeleteCertificate is not simulated: see local/FIDELITY.md',
      $metadata: { httpStatusCode: 501, attempts: 1 },
    });
  });

  it('is refused in XML too', async () => {
    const call = connect(cloudfront.CloudFrontClient).send(new cloudfront.ListDistributionsCommand({}));
    await expect(call).rejects.toMatchObject({ name: 'NotSimulated', $metadata: { httpStatusCode: 501 } });
  });

  it('names a service that nobody simulates', async () => {
    const form = { authorization: signed('sns'), 'content-type': 'application/x-www-form-urlencoded' };
    const response = await post(form, 'Action=Publish&Version=2010-03-31');
    expect(response.status).toBe(501);
    expect(await response.text()).toContain('sns Publish is not simulated: see local/FIDELITY.md');
  });

  it('holds for DynamoDB', async () => {
    const headers = { authorization: signed('dynamodb'), 'x-amz-target': 'DynamoDB_20120810.ExecuteStatement' };
    const response = await post(headers, '{}');
    expect([response.status, ((await response.json()) as { __type: string }).__type]).toEqual([501, 'NotSimulated']);
  });
});

it('answers a bug with 500 InternalFailure and logs its stack', async () => {
  const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const call = connect(acm.ACMClient).send(new acm.RequestCertificateCommand({ DomainName: 'a.example' }));
  await expect(call).rejects.toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
  expect(log).toHaveBeenCalledWith(expect.objectContaining({ message: 'a bug of ours', stack: expect.any(String) }));
  log.mockRestore();
});

it('refuses a body above 16 MB', async () => {
  const response = await post({ authorization: signed('acm') }, 'x'.repeat(16 * 1024 * 1024 + 1));
  expect(response.status).toBe(413);
});

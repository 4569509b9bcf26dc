/** What several checks share: a certificate that is issued by DNS, and a distribution that serves nobody. All of it goes away at the end. */
import {
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  RequestCertificateCommand,
  type RequestCertificateCommandInput,
} from '@aws-sdk/client-acm';
import {
  CreateDistributionCommand,
  DeleteDistributionCommand,
  type DistributionConfig,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { ChangeResourceRecordSetsCommand, type ResourceRecordSet } from '@aws-sdk/client-route-53';
import { distributionTemplate, viewerCertificate } from '../../core/distribution.ts';
import { type Bench, until } from './fact.ts';

/** CloudFront takes a write in two seconds. */
const PACE = 3;
/** Deployments take minutes, at most half an hour; ACM lets go of a certificate within as much after that. */
const PATIENCE = { every: 30, minutes: 60 };

export const zoneOf = ({ zone }: Bench) => {
  if (!zone) throw new Error('the check needs --zone-id');
  return zone;
};

/** The name that the shared certificate names. */
export const nameOf = (bench: Bench) => `${bench.run}.${zoneOf(bench).name}`;

/** Requests a certificate that goes away at the end. */
export async function request(bench: Bench, input: RequestCertificateCommandInput): Promise<string> {
  const { CertificateArn = '' } = await bench.acm.send(new RequestCertificateCommand(input));
  bench.later(`certificate ${CertificateArn}`, () =>
    until(bench, 'the deletion', PATIENCE, async () => {
      const deleted = bench.acm.send(new DeleteCertificateCommand({ CertificateArn }));
      return deleted.then(
        () => true,
        (error: Error) => {
          if (error.name === 'ResourceNotFoundException') return true;
          if (error.name === 'ResourceInUseException') return undefined;
          throw error;
        },
      );
    }),
  );
  return CertificateArn;
}

/** Undefined while ACM does not know it yet. */
export async function describe({ acm }: Bench, CertificateArn: string) {
  const answer = acm.send(new DescribeCertificateCommand({ CertificateArn }));
  return answer.then(
    ({ Certificate }) => Certificate,
    (error: Error) => {
      if (error.name === 'ResourceNotFoundException') return undefined;
      throw error;
    },
  );
}

/** A record that goes away at the end. */
export async function record(bench: Bench, ResourceRecordSet: ResourceRecordSet): Promise<void> {
  const write = (Action: 'UPSERT' | 'DELETE') =>
    bench.route53.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: zoneOf(bench).id,
        ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
      }),
    );
  await write('UPSERT');
  bench.later(`record ${ResourceRecordSet.Type} ${ResourceRecordSet.Name}`, () => write('DELETE'));
}

/** The ARN of the issued certificate for `nameOf`. */
function certificate(bench: Bench): Promise<string> {
  return bench.once('certificate', async () => {
    const arn = await request(bench, { DomainName: nameOf(bench), ValidationMethod: 'DNS' });
    const { Name, Value } = await until(bench, 'the validation record', { every: 10, minutes: 60 }, async () => {
      const found = await describe(bench, arn);
      return found?.DomainValidationOptions?.[0]?.ResourceRecord;
    });
    await record(bench, { Name, Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value }] });
    await until(bench, 'the issuance', PATIENCE, async () =>
      (await describe(bench, arn))?.Status === 'ISSUED' ? true : undefined,
    );
    return arn;
  });
}

export interface Made {
  id: string;
  domainName: string;
}

/** A distribution of that name, disabled, with the vendor's template. */
export function distribution(bench: Bench, name: string): Promise<Made> {
  return bench.once(`distribution ${name}`, async () => {
    await bench.seconds(PACE);
    const template = distributionTemplate(bench.run, name, 'origin.example.com');
    const DistributionConfig = { ...template, Enabled: false } as unknown as DistributionConfig;
    const { Distribution } = await bench.cloudFront.send(new CreateDistributionCommand({ DistributionConfig }));
    const [id, domainName] = [Distribution?.Id ?? '', Distribution?.DomainName ?? ''];
    bench.later(`distribution ${id}`, () => remove(bench, id));
    return { id, domainName };
  });
}

/** Answers its new ETag. */
export async function change(bench: Bench, Id: string, with_: Partial<DistributionConfig>): Promise<string> {
  await bench.seconds(PACE);
  const { DistributionConfig, ETag } = await bench.cloudFront.send(new GetDistributionConfigCommand({ Id }));
  const changed = { ...(DistributionConfig as DistributionConfig), ...with_ };
  const input = { Id, IfMatch: ETag, DistributionConfig: changed };
  return (await bench.cloudFront.send(new UpdateDistributionCommand(input))).ETag ?? '';
}

/** With the shared certificate, and no alias. */
export function certified(bench: Bench, name: string): Promise<Made> {
  return bench.once(`certified ${name}`, async () => {
    const [arn, made] = [await certificate(bench), await distribution(bench, name)];
    await change(bench, made.id, { ViewerCertificate: viewerCertificate(arn) });
    return made;
  });
}

async function remove(bench: Bench, Id: string): Promise<void> {
  await change(bench, Id, { Enabled: false, Aliases: { Quantity: 0 }, ViewerCertificate: viewerCertificate(null) });
  const IfMatch = await until(bench, 'the deployment', PATIENCE, async () => {
    const { Distribution, ETag } = await bench.cloudFront.send(new GetDistributionCommand({ Id }));
    return Distribution?.Status === 'Deployed' ? ETag : undefined;
  });
  await bench.cloudFront.send(new DeleteDistributionCommand({ Id, IfMatch }));
}

/**
 * The simulated ACM and CloudFront alone, in a process of their own. World time runs fast, so that AWS's rates refuse nobody; what
 * would happen by itself is off: no mail is sent while calls are counted.
 */
import { ACMClient, RequestCertificateCommand } from '@aws-sdk/client-acm';
import { createAcm } from '../local/aws/acm/service.ts';
import { createCloudFront } from '../local/aws/cloudfront/service.ts';
import { createAwsEndpoint } from '../local/aws/endpoint.ts';
import { QUOTAS } from '../local/aws/servicequotas/quotas.ts';
import { createServiceQuotas } from '../local/aws/servicequotas/service.ts';
import { WorldClock } from '../local/clock.ts';
import { openOutside } from '../local/outside.ts';
import { openStore } from '../local/store.ts';
import { createWorld, OUR_ACCOUNT, REGION, type World } from '../local/world.ts';
import { startChild } from './child.ts';

/** Somewhere that AWS's APIs are answered. */
export interface AwsServer {
  name: string;
  port: number;
  /** ARN of a certificate that can be got. */
  issued: string;
  stop(): Promise<void>;
}

/** Ten hours a second: the slowest rate, a write to CloudFront in two seconds, is then 18,000 a second. */
const SPEED = 36_000;
/** No quota is met. */
const PLENTY = 1_000_000;

export async function startOurs(): Promise<AwsServer> {
  const { told, stop } = await startChild<Served>(import.meta.filename);
  return { name: 'ours', ...told, stop };
}

type Served = Pick<AwsServer, 'port' | 'issued'>;

async function serve(): Promise<Served> {
  const world = createWorld(new WorldClock(new Date('2026-11-21T09:00:00Z')), openStore(), 'aws');
  const { dns, zones, mail, authority } = await openOutside(world, { isNew: true, ports: { dns: 0, smtp: 0 } });
  const { service, quotas } = createServiceQuotas(world);
  for (const { code } of QUOTAS) quotas.set(OUR_ACCOUNT, code, PLENTY);
  const approvalBaseUrl = () => 'http://localhost';
  const { service: acm, certificates, approvals } = createAcm(world, { dns, mail, authority, quotas, approvalBaseUrl });
  const { service: cloudFront } = createCloudFront(world, {
    certificates,
    dns,
    zones,
    quotas,
    edgeAddress: '127.0.0.1',
  });
  const { port } = await createAwsEndpoint(world, [service, acm, cloudFront]).listen(0);
  const issued = await requestCertificate(port);
  await world.clock.jumpTo(later(world, HOUR_MS));
  for (const [code] of world.store.collection('acm.codes').entries()) approvals.approve(code);
  await world.clock.jumpTo(later(world, HOUR_MS));
  world.clock.setSpeed(SPEED);
  return { port, issued };
}

/** Mails have arrived by then, and approved certificates are issued. */
const HOUR_MS = 3_600_000;
const later = ({ clock }: World, ms: number) => new Date(clock.now().getTime() + ms);

/** Answers its ARN. */
export async function requestCertificate(port: number): Promise<string> {
  const client = new ACMClient(clientConfig(port));
  const name = { DomainName: 'example.com', ValidationMethod: 'EMAIL' } as const;
  const { CertificateArn = '' } = await client.send(new RequestCertificateCommand(name));
  client.destroy();
  return CertificateArn;
}

export function clientConfig(port: number) {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'simulated' };
  return { region: REGION, endpoint: `http://127.0.0.1:${port}`, credentials };
}

if (import.meta.main) process.send?.(await serve());

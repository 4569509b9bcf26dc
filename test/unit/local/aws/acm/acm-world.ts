/** A world with ACM, a DNS that can be edited, a mailbox that keeps every mail, and an authority that signs nothing. */
import type * as sdk from '@aws-sdk/client-acm';
import { createAcm } from '../../../../../local/aws/acm/service.ts';
import type { Handlers } from '../../../../../local/aws/service.ts';
import { createServiceQuotas } from '../../../../../local/aws/servicequotas/service.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { createDns } from '../../../../../local/dns/dns.ts';
import { createZones } from '../../../../../local/dns/zones.ts';
import { openStore, type Store } from '../../../../../local/store.ts';
import { type BusEvent, createWorld } from '../../../../../local/world.ts';

export const caller = { account: '111122223333', principal: 'test', requestId: 'r' };
const servers = [{ host: 'ns1.dns.net', address: '127.53.0.1' }];

interface Sent {
  from: string;
  to: string[];
  subject: string;
  text: string;
}

/** `lastMail`: how many mails go out before the mail server is lost. */
export function acmWorld({
  start = '2026-11-21T10:00:00Z',
  store = openStore(),
  lastMail = Number.POSITIVE_INFINITY,
}: {
  start?: string;
  store?: Store;
  lastMail?: number;
} = {}) {
  const clock = new WorldClock(new Date(start));
  const world = createWorld(clock, store, 'acm');
  const zones = createZones(world);
  const mails: Sent[] = [];
  const events: BusEvent[] = [];
  world.subscribe(async (event) => void events.push(event));
  let issued = 0;
  const { quotas } = createServiceQuotas(world);
  const acm = createAcm(world, {
    dns: createDns(world, zones),
    mail: {
      async send(mail) {
        if (mails.length === lastMail) throw new Error('the mail server is gone');
        mails.push(mail);
        return { accepted: mail.to, rejected: [] };
      },
    },
    authority: {
      issue: async ({ names }) => ({
        certificatePem: `certificate of ${names.join(' ')}`,
        chainPem: 'chain',
        privateKeyPem: 'key',
        serial: `0a1b${(0x2c + issued++).toString(16)}`, // 0a1b2c first
        fingerprint256: 'ff',
      }),
    },
    quotas,
    approvalBaseUrl: () => 'http://localhost:4500',
  });
  const calls = acm.service.handlers as Required<Handlers<typeof sdk>>;
  return {
    ...acm,
    calls,
    world,
    clock,
    zones,
    quotas,
    mails,
    events,
    /** A zone with a mail exchanger. */
    domain(name: string) {
      zones.createZone({ name, servers });
      zones.put(name, { name, type: 'MX', ttl: 300, values: ['10 mx.dns.net'] });
    },
    async request(input: Partial<sdk.RequestCertificateCommandInput> = {}): Promise<string> {
      const { CertificateArn = '' } = await calls.RequestCertificate(
        { DomainName: 'login.example.com', ValidationMethod: 'EMAIL', ...input },
        caller,
      );
      return CertificateArn;
    },
    async detail(arn: string): Promise<sdk.CertificateDetail> {
      return (await calls.DescribeCertificate({ CertificateArn: arn }, caller)).Certificate ?? {};
    },
    async list(input: sdk.ListCertificatesCommandInput = {}) {
      const { CertificateSummaryList } = await calls.ListCertificates(input as never, caller);
      return CertificateSummaryList?.map((one) => one.CertificateArn);
    },
    async after(seconds: number) {
      await clock.jumpTo(new Date(clock.now().getTime() + seconds * 1000));
      await clock.quiet();
    },
    /** The codes of the mails for that name, one a round. */
    codesFor(name: string): string[] {
      const texts = mails.filter((mail) => mail.subject.endsWith(` ${name}`)).map((mail) => mail.text);
      return [...new Set(texts.map((text) => /code=([^&]+)/.exec(text)?.[1] ?? ''))];
    },
  };
}

export const parentDomain = (...names: string[]) => ({
  DomainValidationOptions: names.map((DomainName) => ({ DomainName, ValidationDomain: 'example.com' })),
});

/** What is neither ours nor AWS's: the DNS, the mail, and the certificate authority of the world. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDns, type Dns } from './dns/dns.ts';
import { createZones, type Zones } from './dns/zones.ts';
import { createMail, type Mail } from './mail/mail.ts';
import { layOut } from './scenery.ts';
import { type Authority, createAuthority } from './tls/authority.ts';
import type { World } from './world.ts';

export interface Outside {
  zones: Zones;
  dns: Dns;
  dnsPort: number;
  /** Addresses of the caching resolvers. */
  resolvers: string[];
  mail: Mail;
  smtpPort: number;
  authority: Authority;
  close(): Promise<void>;
}

export interface OutsideOptions {
  /** A world without zones yet gets its first ones. */
  isNew: boolean;
  /** Where the root certificate is written as `ca.pem`. */
  folder?: string | undefined;
  ports: { dns: number; smtp: number };
}

export async function openOutside(world: World, { isNew, folder, ports }: OutsideOptions): Promise<Outside> {
  const zones = createZones(world);
  if (isNew) layOut(zones);
  const dns = createDns(world, zones);
  const { port: dnsPort, resolvers } = await dns.listen({ port: ports.dns });
  const mail = createMail(world);
  const smtpPort = await mail.listen(ports.smtp);
  const authority = await createAuthority(world);
  if (folder) writeFileSync(join(folder, 'ca.pem'), authority.rootPem);
  const close = async () => void (await Promise.all([mail.close(), dns.close()]));
  return { zones, dns, dnsPort, resolvers, mail, smtpPort, authority, close };
}

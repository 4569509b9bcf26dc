import { createFaults, type Faults } from '../../../../local/aws/faults.ts';
import { createServiceQuotas } from '../../../../local/aws/servicequotas/service.ts';
import { WorldClock } from '../../../../local/clock.ts';
import { createZones, type Zones } from '../../../../local/dns/zones.ts';
import { createMail, type Mail } from '../../../../local/mail/mail.ts';
import { createPanel } from '../../../../local/panel/panel.ts';
import { openStore, type Store } from '../../../../local/store.ts';
import { createWorld } from '../../../../local/world.ts';
import { others } from '../others.ts';

let store: Store;
let zones: Zones;
let faults: Faults;
let mail: Mail;
let panel: ReturnType<typeof createPanel>;

beforeEach(async () => {
  store = openStore();
  const world = createWorld(new WorldClock(new Date('2026-11-21T09:00:00Z')), store, 'panel');
  zones = createZones(world);
  zones.createZone({ name: 'example.com', servers: [{ host: 'ns1.example.com', address: '127.53.0.11' }] });
  faults = createFaults(world);
  mail = createMail(world);
  const { quotas } = createServiceQuotas(world);
  panel = createPanel({ world, zones, mail, quotas, faults, ...(await others(world, zones)) });
});
afterEach(() => store.close());

async function ask(method: string, path: string, body?: unknown) {
  const init = { method, ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }) };
  const answer = await panel.request(`/world${path}`, init);
  return [answer.status, await answer.json()] as [number, Record<string, unknown>];
}

describe('the troubles that a person makes', () => {
  it('are faults of AWS calls, listed and taken back', async () => {
    const fault = { service: 'acm', operation: 'RequestCertificate', kind: 'refuse', error: 'ThrottlingException' };
    const added = { ...fault, message: 'Injected.' };
    expect(await ask('POST', '/faults', { ...fault, times: 2 })).toEqual([201, { faults: [{ ...added, times: 2 }] }]);
    expect(faults.take('acm', 'RequestCertificate')).toMatchObject({ kind: 'refuse' });
    expect(await ask('GET', '/faults')).toEqual([200, { faults: [{ ...added, times: 1 }] }]);
    expect(await ask('DELETE', '/faults')).toEqual([200, { faults: [] }]);
  });

  it('are name servers that do not answer as they should', async () => {
    const [status, body] = await ask('PUT', '/servers', { host: 'ns1.example.com', behaviour: 'times-out' });
    expect([status, body.servers]).toEqual([
      200,
      [{ host: 'ns1.example.com', address: '127.53.0.11', behaviour: 'times-out', zones: ['example.com'] }],
    ]);
    expect(zones.behaviour('ns1.example.com')).toBe('times-out');
  });

  it('are signatures that do not hold', async () => {
    const [status, body] = await ask('PUT', '/signatures', { zone: 'example.com', dnssec: 'bogus' });
    expect([status, body.zones]).toEqual([200, [{ name: 'example.com', dnssec: 'bogus' }]]);
  });

  it('are mailboxes that refuse', async () => {
    expect(await ask('PUT', '/mailboxes', { address: 'example.com', rejects: true })).toEqual([
      200,
      { rejected: ['example.com'] },
    ]);
    expect(mail.mailboxes.accepts('admin@example.com')).toBe(false);
    expect(await ask('PUT', '/mailboxes', { address: 'example.com', rejects: false })).toEqual([200, { rejected: [] }]);
  });

  it('are quotas', async () => {
    const [status, body] = await ask('PUT', '/quotas', { code: 'L-FB94F0B0', value: 3 });
    expect([status, (body.quotas as object[])[0]]).toEqual([
      200,
      { code: 'L-FB94F0B0', service: 'acm', name: 'Domain names per ACM certificate', value: 3 },
    ]);
  });
});

describe('what cannot be', () => {
  it.each([
    ['POST', '/clock/speed', '{', 'The body is not JSON: send an object with Content-Type: application/json.'],
    ['POST', '/clock/speed', {}, 'speed is required.'],
    ['POST', '/clock/speed', { speed: 'fast' }, 'speed must be a number.'],
    ['POST', '/clock/speed', { speed: -1 }, 'speed must be at least 0.'],
    [
      'POST',
      '/clock/jump',
      { to: '2026-11-21T08:00:00Z' },
      'to must lie between 2026-11-21T09:00:00.000Z, which is now, and 366 days later.',
    ],
    ['POST', '/clock/jump', { to: '2026-11-22T08:00:00Z', hours: 1 }, 'Give to or hours, not both.'],
    ['POST', '/clock/jump', { days: 1 }, 'days is not a parameter of this operation.'],
    [
      'POST',
      '/faults',
      { service: 's3', operation: 'x y', kind: 'drop', times: 0 },
      'service must be one of acm, cloudfront, dynamodb, eventbridge, kms, route53, servicequotas, ses, ssm, states, lambda, rules; operation must be an operation as the SDK names it (RequestCertificate), or *; times must be at least 1.',
    ],
    [
      'POST',
      '/faults',
      { service: 'acm', operation: '*', kind: 'explode' },
      'kind must be one of refuse, delay, drop, repeat, lose, crash.',
    ],
    [
      'PUT',
      '/servers',
      { host: 'ns1.example.com', behaviour: 'asleep' },
      'behaviour must be one of answers, times-out, lame, refuses, stale.',
    ],
    [
      'PUT',
      '/servers',
      { host: 'ns9.example.com', behaviour: 'lame' },
      'ns9.example.com is no name server of this world.',
    ],
    ['PUT', '/signatures', { zone: 'example.org', dnssec: 'bogus' }, 'There is no zone example.org.'],
    ['PUT', '/mailboxes', { address: '' }, 'address must not be empty; rejects is required.'],
    ['PUT', '/quotas', { code: 'L-FB94F0B0', value: 1.5 }, 'value must be a whole number.'],
    [
      'PUT',
      '/zones/example.com/records',
      { name: 'a.example.com', type: 'A', values: ['1.2.3'] },
      '"1.2.3" is not an IPv4 address.',
    ],
    [
      'DELETE',
      '/zones/example.com/records?name=a.example.com',
      undefined,
      'type must be one of A, AAAA, CNAME, TXT, MX, CAA, NS.',
    ],
  ])('is refused by its field: %s %s %j', async (method, path, body, detail) => {
    expect(await ask(method, path, body)).toEqual([400, { detail }]);
    expect(faults.list()).toEqual([]);
  });
});

import fc from 'fast-check';
import type { Finding } from '../../../core/condition.ts';
import {
  actorIn,
  atRest,
  counting,
  isAmiss,
  nextCareAt,
  type Sightings,
  troublesOf,
  weigh,
} from '../../../core/health.ts';
import { type CertificateRequest, openRequest } from '../../../core/request.ts';

const ALIAS = 'login.example.com';
const at = (minutes: number) => new Date(Date.parse('2026-11-21T10:00:00Z') + minutes * 60_000);
const NOT_AFTER = '2027-06-06T00:00:00.000Z';

const RIGHT: Finding = { reason: 'CnameCorrect', facts: { alias: ALIAS, expected: 'target' } };
const MISSING: Finding = { reason: 'CnameMissing', facts: { alias: ALIAS, expected: 'target', zone: 'example.com' } };
const UNREACHABLE: Finding = { reason: 'DnsUnreachable', facts: { alias: ALIAS, found: 'ns1 TIMEOUT' } };

function serving(dns: Finding, lastChange = at(0).toISOString()): CertificateRequest {
  const opening = { requestId: 'req-1', siteId: 'acme', prefix: 'login', target: 'target', aliases: [ALIAS] };
  return {
    ...openRequest({ ...opening, method: 'EMAIL', onFindings: 'refuse', createdAt: at(0).toISOString() }),
    status: 'ACTIVE',
    notAfter: NOT_AFTER,
    conditions: { [ALIAS]: { dns: { ...dns, lastChange } } },
  };
}

const look = (request: CertificateRequest, before: Sightings, finding: Finding, minutes: number) =>
  weigh(request, before, [{ alias: ALIAS, name: 'dns', finding }], at(minutes));

it('believes what two looks have seen ten minutes apart, and says since when', () => {
  const first = look(serving(RIGHT), {}, MISSING, 0);
  expect(first).toEqual({
    told: [],
    sightings: { [`${ALIAS} dns`]: { reason: 'CnameMissing', since: '2026-11-21T10:00:00.000Z' } },
  });
  expect(look(serving(RIGHT), first.sightings, MISSING, 9)).toEqual(first);
  expect(look(serving(RIGHT), first.sightings, MISSING, 10)).toEqual({
    told: [
      {
        alias: ALIAS,
        name: 'dns',
        finding: { reason: 'CnameMissing', facts: { since: '2026-11-21T10:00:00.000Z', ...MISSING.facts } },
      },
    ],
    sightings: {},
  });
});

it('forgets what the next look does not see', () => {
  const { sightings } = look(serving(RIGHT), {}, MISSING, 0);
  expect(look(serving(RIGHT), sightings, RIGHT, 5).sightings).toEqual({});
});

it('takes a trouble back only when it is seen right twice', () => {
  const first = look(serving(MISSING), {}, RIGHT, 0);
  expect(first.told).toEqual([]);
  expect(look(serving(MISSING), first.sightings, RIGHT, 10).told).toEqual([
    { alias: ALIAS, name: 'dns', finding: RIGHT },
  ]);
});

it('keeps the beginning of a trouble whose facts change', () => {
  const told = serving({ ...MISSING, facts: { ...MISSING.facts, since: '2026-11-20T00:00:00.000Z' } });
  const [seen] = look(told, {}, { ...MISSING, facts: { ...MISSING.facts, zone: 'other' } }, 60).told;
  expect(seen?.finding.facts).toMatchObject({ zone: 'other', since: '2026-11-20T00:00:00.000Z' });
});

it('never tells what one look only has seen, and nothing that is unknown', () => {
  const findings = fc.array(fc.constantFrom(RIGHT, MISSING, UNREACHABLE), { maxLength: 30 });
  fc.assert(
    fc.property(findings, fc.integer({ min: 1, max: 40 }), (seen, pause) => {
      let request = serving(RIGHT);
      let sightings: Sightings = {};
      seen.forEach((finding, index) => {
        const before = request.conditions[ALIAS]?.dns?.reason;
        const weighed = look(request, sightings, finding, index * pause);
        sightings = weighed.sightings;
        const [told] = weighed.told;
        if (!told) return;
        if (told.finding.reason !== before) {
          // The same was seen ten minutes ago or longer, and nothing that contradicts it since.
          const earlier = seen.slice(0, index).findLastIndex((one) => one !== finding && one !== UNREACHABLE);
          const first = seen.findIndex((one, place) => place > earlier && one === finding);
          expect((index - first) * pause).toBeGreaterThanOrEqual(10);
        }
        expect(told.finding.reason).not.toBe('DnsUnreachable');
        request = {
          ...request,
          conditions: { [ALIAS]: { dns: { ...told.finding, lastChange: at(0).toISOString() } } },
        };
      });
    }),
  );
});

it('has troubles only while it serves, the worst first', () => {
  const request = serving(MISSING);
  expect(troublesOf(request).map(({ name }) => name)).toEqual(['dns']);
  expect(actorIn(troublesOf(request))).toBe('customer DNS');
  expect(troublesOf({ ...request, status: 'PENDING' })).toEqual([]);
  expect(troublesOf({ ...request, status: 'EXPIRED' })).toEqual([]);
  expect(troublesOf(serving(RIGHT))).toEqual([]);
});

it('looks at everything once a day when all is well, by the hour when not, and soon when something changes', () => {
  const minutes = (request: CertificateRequest, sightings: Sightings, now: number) =>
    (nextCareAt(request, sightings, at(now)).getTime() - at(now).getTime()) / 60_000;
  expect(minutes(serving(RIGHT), {}, 0)).toBe(1440);
  expect(minutes(serving(RIGHT), { x: { reason: 'CnameMissing', since: '' } }, 0)).toBe(10);
  expect(minutes(serving(MISSING), {}, 59)).toBe(10);
  expect(minutes(serving(MISSING), {}, 60)).toBe(60);
});

it('looks every six hours while only the next renewal is threatened', () => {
  const caa: Finding = { reason: 'CaaForbidsRenewal', facts: { alias: ALIAS } };
  const conditions = { [ALIAS]: { caa: { ...caa, lastChange: at(0).toISOString() } } };
  const request = { ...serving(RIGHT), conditions };
  expect(nextCareAt(request, {}, at(60))).toEqual(at(60 + 360));
  expect(isAmiss(request)).toBe(false);
  expect(isAmiss(serving(MISSING))).toBe(true);
});

it('believes at once what AWS itself has met, and says since when', () => {
  const caa: Finding = { reason: 'CaaForbidsRenewal', facts: { alias: ALIAS } };
  const since = '2026-11-20T00:00:00.000Z';
  const known = { [ALIAS]: { caa: { reason: 'CaaForbidsRenewal' as const, facts: { since }, lastChange: NOT_AFTER } } };
  const seen = [{ alias: ALIAS, name: 'caa' as const, finding: caa }];
  const sinceOf = (request: CertificateRequest) => counting(request, seen, at(0))[0]?.finding.facts.since;
  expect(sinceOf(serving(RIGHT))).toBe(at(0).toISOString());
  expect(sinceOf({ ...serving(RIGHT), conditions: known })).toBe(since);
  expect(counting(serving(RIGHT), [{ alias: ALIAS, name: 'dns', finding: UNREACHABLE }], at(0))).toEqual([]);
});

it('names the day on which a renewal would fail', () => {
  const caa: Finding = { reason: 'CaaForbidsRenewal', facts: { alias: ALIAS } };
  const request = serving(RIGHT);
  const conditions = { [ALIAS]: { caa: { ...caa, lastChange: '' } } };
  const waiting = (now: Date) => atRest({ ...request, conditions }, now);
  expect(waiting(at(0))).toEqual({ waitingOn: 'customer DNS', deadline: '2027-04-22T00:00:00.000Z' });
  expect(waiting(new Date('2027-05-01T00:00:00Z'))).toEqual({ waitingOn: 'customer DNS', deadline: NOT_AFTER });
  expect(atRest(serving(MISSING), at(0))).toEqual({ waitingOn: 'customer DNS', deadline: null });
});

it('waits for nobody when all is well, or for whoever switches the prefix on', () => {
  expect(atRest(serving(RIGHT), at(0))).toEqual({ waitingOn: 'nobody', deadline: null });
  expect(atRest({ ...serving(RIGHT), status: 'READY' }, at(0))).toEqual({ waitingOn: 'site admin', deadline: null });
});

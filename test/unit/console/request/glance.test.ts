/** What a request says of itself in one sentence. */
import { glanceOf } from '../../../../console/request/glance.ts';
import type { AliasConditions } from '../../../../core/condition.ts';
import { beginRenewal } from '../../../../core/renewal.ts';
import { type CertificateRequest, openRequest } from '../../../../core/request.ts';
import { viewRequest } from '../../../../core/view.ts';

const SHOP = 'login.shop.example.com';
const WWW = 'login.www.example.com';
const TARGET = 'acme.sslproxy.us1.gigya.com';
const AT = '2027-04-24T00:16:00.000Z';

function glance(more: Partial<CertificateRequest>) {
  const opening = { requestId: 'req-1', siteId: 'acme', prefix: 'login', target: TARGET, aliases: [WWW, SHOP] };
  const request = openRequest({ ...opening, method: 'EMAIL', onFindings: 'wait', createdAt: AT });
  return glanceOf(viewRequest({ ...request, ...more }, { now: new Date(AT) }));
}

const MISSING: AliasConditions = {
  dns: { reason: 'CnameMissing', lastChange: AT, facts: { alias: SHOP, expected: TARGET, zone: 'example.com' } },
};

it('names the name that is off the air, what is wrong with it, and who must act now, before its renewal', () => {
  const notAfter = '2027-06-07T23:59:59.000Z';
  const renewal = beginRenewal(notAfter, new Date(AT));
  expect(glance({ status: 'ACTIVE', notAfter, renewal, conditions: { [SHOP]: MISSING } })).toEqual({
    type: 'warning',
    headline: '1 of 2 names needs attention: login.shop.example.com',
    more: 'login.shop.example.com has no DNS record. DNS owner must act now. What to do and since when stands beside each name. Whatever else serves goes on serving.',
  });
});

it('counts as not ready what keeps the request from going on, and nothing else', () => {
  const held: AliasConditions = {
    conflict: { reason: 'HolderSeen', lastChange: AT, facts: { alias: WWW, evidence: 'another certificate' } },
  };
  const waiting = { step: 'AwaitPreflightFix', status: 'ACTION_REQUIRED' } as const;
  expect(glance({ ...waiting, conditions: { [WWW]: held, [SHOP]: MISSING } }).headline).toBe(
    '1 of 2 names is not ready',
  );
});

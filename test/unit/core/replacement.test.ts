import type { AliasConditions } from '../../../core/condition.ts';
import {
  blockingAliases,
  changeOf,
  continued,
  lostNames,
  noticeAt,
  outdatedOf,
  servingOf,
} from '../../../core/replacement.ts';
import { type CertificateRequest, openRequest } from '../../../core/request.ts';

const [A, B, C] = ['login.a.example.com', 'login.b.example.com', 'login.c.example.com'];
const AT = '2026-11-21T09:00:00.000Z';

function request(fields: Partial<CertificateRequest> = {}): CertificateRequest {
  const opening = { requestId: 'req-1', siteId: 'acme', prefix: 'login', target: 't.example', createdAt: AT };
  return { ...openRequest({ ...opening, method: 'EMAIL', onFindings: 'refuse', aliases: [A, B, C] }), ...fields };
}
const found = (reason: 'CnameMissing' | 'Approved' | 'ApprovalPending' | 'DoesNotServe' | 'AliasHeld') => ({
  reason,
  facts: {},
  lastChange: AT,
});

it('tells what is added, kept, and taken off the air', () => {
  expect(changeOf([A, B], [B, C])).toEqual({ added: [C], kept: [B], offAir: [A] });
});

it('knows the one request that serves', () => {
  const all = [request({ status: 'PENDING' }), request({ status: 'ACTIVE' }), request({ status: 'SUPERSEDED' })];
  expect(servingOf(all)).toBe(all[1]);
  expect(servingOf([])).toBeUndefined();
});

describe('a certificate', () => {
  const trusting = (...hosts: string[]) => ({ trustedSiteUrls: hosts.map((host) => `https://${host}.example.com`) });

  it.each([
    ['fits', trusting('a', 'b', 'c'), null],
    ['lacks a name', trusting('a', 'b', 'c', 'd'), { notCovered: ['login.d.example.com'], noLongerTrusted: [] }],
    ['has a name too much', trusting('a', 'c'), { notCovered: [], noLongerTrusted: [B] }],
  ])('%s', (_, site, outdated) => {
    expect(outdatedOf(site, request())).toEqual(outdated && { requestId: 'req-1', ...outdated });
  });

  it('fits without the names that were left out on purpose', () => {
    expect(outdatedOf(trusting('a', 'b', 'c'), request({ aliases: [A, B], without: [C] }))).toBeNull();
  });

  it('is not outdated where there is none', () => {
    expect(outdatedOf(trusting('a'), undefined)).toBeNull();
  });
});

describe('what blocks the rest', () => {
  const with_ = (conditions: Record<string, AliasConditions>, step = 'AwaitPreflightFix') =>
    blockingAliases(request({ conditions, step }));

  it('is a finding that blocks, wherever the request stands', () => {
    expect(with_({ [A]: { dns: found('CnameMissing') }, [B]: {}, [C]: {} })).toEqual([A]);
    expect(with_({ [C]: { conflict: found('AliasHeld') } }, 'AwaitRelease')).toEqual([C]);
  });

  it('is a name that is not approved, while approvals are waited for', () => {
    const conditions = { [A]: { approval: found('Approved') }, [B]: { approval: found('ApprovalPending') } };
    expect(with_(conditions, 'AwaitValidation')).toEqual([B, C]);
    expect(with_(conditions, 'AwaitDeployment')).toEqual([]);
  });
});

it('counts a name as lost that served before, and by two looks does not', () => {
  const servedBefore = { certificateArn: 'arn', aliases: [A, B] };
  const seen = { [A]: { serving: found('DoesNotServe') }, [C]: { serving: found('DoesNotServe') } };
  expect(lostNames(request({ servedBefore, conditions: seen }), [A, B, C])).toEqual([A]);
  expect(lostNames(request({ servedBefore, conditions: {} }), [A])).toEqual([]);
  expect(lostNames(request({ conditions: seen }), [A])).toEqual([]);
});

it('goes on with the rest of the names, and remembers what was left out and consented to', () => {
  const before = request({ replaces: 'req-0', without: ['login.z.example.com'], offAir: ['login.y.example.com'] });
  expect(continued(before, 'req-2', { without: [B], offAir: [B] }, AT)).toMatchObject({
    requestId: 'req-2',
    aliases: [A, C],
    onFindings: 'wait',
    continues: 'req-1',
    replaces: 'req-0',
    without: ['login.z.example.com', B],
    offAir: ['login.y.example.com', B],
    status: 'PENDING',
    seq: 0,
  });
});

it('tells of changes a quarter of an hour later', () => {
  expect(noticeAt(new Date(AT))).toBe('2026-11-21T09:15:00.000Z');
});

import { approvalPage } from '../../../../../local/aws/acm/approval-page.ts';
import { acmWorld, caller, parentDomain } from './acm-world.ts';

const ONE = 'login.example.com';

async function asked() {
  const acm = acmWorld();
  acm.domain('example.com');
  const arn = await acm.request(parentDomain(ONE));
  await acm.after(60);
  return { acm, arn, code: acm.codesFor(ONE)[0] ?? '' };
}

describe('a code', () => {
  it('shows the request without approving it', async () => {
    const { acm, arn, code } = await asked();
    expect(acm.approvals.show(code)).toEqual({
      state: 'open',
      domain: ONE,
      account: '111122223333',
      region: 'us-east-1',
      certificateArn: arn,
    });
    expect((await acm.detail(arn)).DomainValidationOptions?.[0]?.ValidationStatus).toBe('PENDING_VALIDATION');
  });

  it('decides once: a denial after the approval changes nothing', async () => {
    const { acm, arn, code } = await asked();
    acm.approvals.approve(code);
    expect(acm.approvals.deny(code).state).toBe('approved');
    expect((await acm.detail(arn)).Status).toBe('PENDING_VALIDATION');
  });

  it('is closed when the certificate is deleted, expired when 72 hours have passed, unknown when made up', async () => {
    const { acm, arn, code } = await asked();
    expect(acm.approvals.show('made-up')).toEqual({ state: 'unknown' });
    await acm.calls.DeleteCertificate({ CertificateArn: arn }, caller);
    expect(acm.approvals.approve(code).state).toBe('closed');
    await acm.after(72 * 3600);
    expect(acm.approvals.approve(code).state).toBe('expired');
  });
});

describe('the approval page', () => {
  const request = { domain: ONE, account: '111122223333', region: 'us-east-1', certificateArn: 'arn:aws:acm:x' };

  it('offers to approve by POST what is open', () => {
    const { status, html } = approvalPage({ state: 'open', ...request }, 'c&1', 'x"y');
    expect(status).toBe(200);
    expect(html).toContain('<form method="post" action="/approvals?code=c%261&amp;context=x%22y">');
    expect(html).toContain('I Approve');
    expect(html).toContain('<td>login.example.com</td>');
  });

  it.each([
    ['approved', 200],
    ['denied', 200],
    ['expired', 410],
    ['closed', 410],
  ] as const)('has no form for what is %s', (state, status) => {
    const page = approvalPage({ state, ...request }, 'c', 'x');
    expect(page.status).toBe(status);
    expect(page.html).not.toContain('<form');
  });

  it('escapes what it shows, and says 404 to an unknown code', () => {
    const { html } = approvalPage({ state: 'open', ...request, domain: '<script>"&\'' }, 'c', 'x');
    expect(html).toContain('<td>&lt;script&gt;&quot;&amp;&#39;</td>');
    expect(approvalPage({ state: 'unknown' }, 'c', 'x').status).toBe(404);
  });
});

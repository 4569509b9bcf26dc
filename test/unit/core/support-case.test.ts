import { supportCase } from '../../../core/support-case.ts';
import { ENABLED, held, ownershipMove } from '../../support/unit/moves.ts';
import { CERTIFICATE } from '../../support/unit/step.ts';

const TARGET = { account: '111122223333', certificateArn: CERTIFICATE };

it('has all that AWS Support asks for, and no more than AWS itself shows of the holders', () => {
  const move = ownershipMove({}, { txt: 'seen', refusal: ENABLED });
  expect(supportCase(move, TARGET)).toEqual({
    service: 'CloudFront',
    category: 'Distribution settings: alternate domain names',
    severity: 'Production system impaired',
    subject: 'Move 2 alternate domain names to distribution E1ACME2EXAMPLE',
    body: `Please move the alternate domain names below to our distribution. Each name has the TXT record that the CloudFront Developer Guide asks for as proof ("Move an alternate domain name"). We cannot log in where they are held.

Target
  Account: 111122223333
  Distribution: E1ACME2EXAMPLE (d111.cloudfront.net)
  Certificate on it, issued, covering every name below: ${CERTIFICATE}

Names, who holds each by ListDomainConflicts, and the TXT record that is live
  login.example.com
    held by distribution *******FOREIGN of account ******887777
    _login.example.com TXT "d111.cloudfront.net"
  login.example.org
    held by distribution *******FOREIGN of account ******887777
    _login.example.org TXT "d111.cloudfront.net"

What we tried
  UpdateDomainAssociation at 2026-11-21T10:00:00.000Z: "IllegalUpdate: Alias move is not allowed since the source distribution is enabled" for every name

Should a name be held by a service of AWS whose owner must remove it there, please say which service it is.`,
  });
});

it('leaves out what is moved already, and tells answers apart', () => {
  const other = { ...ENABLED, kind: 'other', text: 'IllegalUpdate: No' } as const;
  const aliases = {
    'a.example.com': held('a.example.com', { state: 'gone' }),
    'b.example.com': held('b.example.com', { txt: 'seen', refusal: ENABLED }),
    'c.example.com': held('c.example.com', { txt: 'missing', refusal: other }),
  };
  const { subject, body } = supportCase(ownershipMove({ aliases }), TARGET);
  expect(subject).toBe('Move 2 alternate domain names to distribution E1ACME2EXAMPLE');
  expect(body).not.toContain('a.example.com');
  expect(body).toContain('is enabled" for b.example.com');
  expect(body).toContain('"IllegalUpdate: No" for c.example.com');
  expect(body).toContain('_c.example.com TXT "d111.cloudfront.net" (not seen by us at present: missing)');
});

it('says so when nothing was tried', () => {
  const one = { 'a.example.com': held('a.example.com') };
  const { subject, body } = supportCase(ownershipMove({ aliases: one }), TARGET);
  expect(subject).toBe('Move an alternate domain name to distribution E1ACME2EXAMPLE');
  expect(body).toContain('Nothing by API yet.');
});

import { approvalAtEnd, failedEnding, timedOutEnding } from '../../../core/validation-end.ts';
import { opened } from '../../support/unit/opened.ts';

const ALIASES = ['login.shop.example.com', 'login.example.org'];
const OPENED = opened(...ALIASES);
const routed = (alias: string, validationDomain: string) => ({
  mail: { reason: 'MailRouteFound' as const, facts: { alias, validationDomain }, lastChange: '' },
  approval: {
    reason: 'ApprovalPending' as const,
    facts: { alias, validationDomain, until: '2026-11-24T09:00:00.000Z' },
    lastChange: '',
  },
});
const REQUEST = {
  ...OPENED,
  conditions: {
    'login.shop.example.com': routed('login.shop.example.com', 'example.com'),
    'login.example.org': routed('login.example.org', 'example.org'),
  },
};
const NOBODY = { validated: [] };

it.each([
  ['ADDITIONAL_VERIFICATION_REQUIRED', 'AdditionalVerificationRequired'],
  ['DOMAIN_NOT_ALLOWED', 'DomainNotAllowed'],
  ['INVALID_PUBLIC_DOMAIN', 'InvalidPublicDomain'],
  ['OTHER', 'OtherFailure'],
])('names the names of which ACM means one or more: %s', (word, reason) => {
  expect(failedEnding(REQUEST, { word, ...NOBODY }, {})).toEqual({
    reason,
    facts: { names: 'one or more of login.shop.example.com and login.example.org' },
  });
});

it('names the one name that is left when the others were validated', () => {
  const outcome = { word: 'OTHER', validated: ['login.example.org'] };
  expect(failedEnding(REQUEST, outcome, {}).facts).toEqual({ names: 'login.shop.example.com' });
});

it.each(['PCA_LIMIT_EXCEEDED', 'SLR_NOT_FOUND', 'SOMETHING_NEW', 'REVOKED'])(
  'shows a word it has no row for: %s',
  (word) => {
    expect(failedEnding(REQUEST, { word, ...NOBODY }, {})).toEqual({
      reason: 'ValidationFailed',
      facts: { found: word },
    });
  },
);

it('says which name left its mail server, also where a domain further up would do now', () => {
  const seen = {
    'login.shop.example.com': {
      reason: 'MailRouteFound' as const,
      facts: { alias: 'login.shop.example.com', validationDomain: 'example.com' },
    },
    'login.example.org': {
      reason: 'MailRouteFound' as const,
      facts: { alias: 'login.example.org', validationDomain: 'org' },
    },
  };
  expect(failedEnding(REQUEST, { word: 'NO_AVAILABLE_CONTACTS', ...NOBODY }, seen).facts).toEqual({
    domains: 'example.org',
    found: 'We see none for example.org, which concerns login.example.org.',
  });
});

it('counts names beyond five instead of listing them', () => {
  const aliases = Array.from({ length: 100 }, (_, index) => `login.shop${index}.example.com`);
  expect(timedOutEnding({ ...REQUEST, aliases }, []).facts.names).toBe(
    'login.shop0.example.com, login.shop1.example.com, login.shop2.example.com, login.shop3.example.com, login.shop4.example.com and 95 more',
  );
});

it.each([
  [
    'EMAIL',
    [],
    { reason: 'ValidationTimedOut', facts: { names: ALIASES.join(' and '), domains: 'example.com and example.org' } },
  ],
  ['DNS', ['login.example.org'], { reason: 'RecordsTimedOut', facts: { names: 'login.shop.example.com' } }],
  ['EMAIL', ALIASES, { reason: 'IssuanceTimedOut', facts: {} }],
] as const)('tells by whom time ran out: %s, validated %j', (method, validated, ending) => {
  expect(timedOutEnding({ ...REQUEST, method }, validated)).toEqual(ending);
});

it('leaves a validation record on show when it did not come in time: it is the cure', () => {
  expect(approvalAtEnd(REQUEST, 'login.example.org', { reason: 'RecordsTimedOut', facts: {} })).toBeUndefined();
});

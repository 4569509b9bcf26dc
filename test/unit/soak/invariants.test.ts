import { openRequest, type RequestFields } from '../../../core/request.ts';
import type { Site } from '../../../core/site.ts';
import type { Execution } from '../../../local/aws/states/journal.ts';
import { breaches } from '../../../soak/invariants.ts';
import type { Seen } from '../../../soak/seen.ts';
import { standing } from '../../../soak/standing.ts';

const OURS = '111122223333';
const ALIAS = 'login.example.com';
const ARN = 'arn:aws:acm:us-east-1:111122223333:certificate/one';

function request(requestId: string, siteId: string, set: Partial<RequestFields> = {}) {
  const opening = { requestId, siteId, prefix: 'login', target: 'a.example.net', aliases: [ALIAS] };
  const createdAt = '2026-11-21T09:00:00.000Z';
  return { ...openRequest({ ...opening, method: 'EMAIL', onFindings: 'wait', createdAt }), ...set };
}

/** Nothing is there; a test adds what breaks. */
function seen(parts: object): Seen {
  const none: Seen = {
    sites: [],
    requests: [],
    events: new Map(),
    claims: [],
    running: new Map(),
    waits: [],
    moves: [],
    cares: [],
    validationRecords: [],
    executions: [],
    parked: [],
    certificates: [],
    distributions: [],
    tickets: [],
    mutations: [],
  };
  return { ...none, ...parts } as Seen;
}

const distribution = { id: 'E1', tags: { siteId: 'a' }, config: { Aliases: { Items: [ALIAS] } } };
const ended = request('r', 'a', { status: 'FAILED', certificateArn: ARN });
const ready = request('r', 'a', { status: 'READY' });
const NINE_A_MOMENT = Array.from({ length: 9 }, () => ({
  operation: 'UpdateDistribution',
  account: OURS,
  owner: OURS,
  at: '2026-11-21T09:00:00.000Z',
}));

it('finds nothing wrong with an empty world', () => {
  expect(breaches(seen({}), 'settled')).toEqual([]);
});

const HELD = { certificates: [{ arn: ARN, tags: { 'certificates:request': 'r' } }] };
const superseded = request('r', 'a', { status: 'SUPERSEDED', certificateArn: ARN });
const aboutCertificates = (parts: object) =>
  breaches(seen(parts), 'always').filter((breach) => breach.startsWith('a request has at most one certificate'));

it('takes the certificate of a request for its successor’s, and for nobody else’s', () => {
  const successor = { ...request('s', 'a', { certificateArn: ARN }), continues: 'r' };
  expect(aboutCertificates({ ...HELD, requests: [superseded, successor] })).toEqual([]);
  expect(aboutCertificates({ ...HELD, requests: [superseded, { ...successor, continues: null }] })).toEqual([
    `a request has at most one certificate, and a certificate one request: ${ARN} is of several requests`,
    'a request has at most one certificate, and a certificate one request: s names the certificate of r',
  ]);
});

const stopped = { name: 'req-20261121-aa-migrate-1', status: 'FAILED', error: 'Error', startedAt: 1 };

it('takes what another execution has begun anew, or an ending has ended, for no standstill', () => {
  const again = { ...stopped, name: `${stopped.name}-again-1`, status: 'SUCCEEDED', startedAt: 2 };
  const meant = { ...stopped, name: 'req-20261121-aa', error: 'ValidationTimedOut' };
  const other = { ...again, name: 'req-20261121-aa-renew-20270606' };
  expect(standing([stopped, again, meant] as Execution[])).toEqual([]);
  expect(standing([stopped, other] as Execution[])).toEqual([stopped]);
});

it('takes a retirement that was withdrawn for no standstill', () => {
  const retiring = { ...stopped, name: 'acme-retire-1' };
  const site = (state: string) => [{ siteId: 'acme', retirement: { state, execution: 'acme-retire-1' } }] as Site[];
  expect(standing([retiring] as Execution[], site('REMOVING'))).toEqual([retiring]);
  expect(standing([retiring] as Execution[], site('KEPT'))).toEqual([]);
});

it.each<[string, object]>([
  [
    'a claim belongs to the site of the request that it names: login.example.com: claimed for b by r of a',
    { claims: [{ alias: ALIAS, siteId: 'b', requestId: 'r' }], requests: [request('r', 'a')] },
  ],
  [
    'a name on a distribution of ours is claimed by its site: login.example.com is on E1 of a, claimed by nobody',
    { distributions: [distribution] },
  ],
  [
    'a site has at most one running request, and its place says which: a: r,s, its place: r',
    { requests: [request('r', 'a'), request('s', 'a')], running: new Map([['a', 'r']]) },
  ],
  [
    'a request has at most one certificate, and a certificate one request: r has several',
    { certificates: [{ tags: { 'certificates:request': 'r' } }, { tags: { 'certificates:request': 'r' } }] },
  ],
  ['a request is the fold of its events: r is not: step', { requests: [request('r', 'a', { step: 'AddAliases' })] }],
  [
    'an execution that waits has its wait, with its token: r waits in AwaitValidation, and nobody will look',
    { parked: [{ execution: 'r', state: 'AwaitValidation', token: 't' }] },
  ],
  [
    'a wait has a running execution: AwaitValidation of r is parked, and its execution does not run',
    { waits: [{ execution: 'r', name: 'AwaitValidation' }] },
  ],
  [
    'a site has at most one open ticket, those aside that a person closes: a has oi-1,oi-2',
    { tickets: ['oi-1', 'oi-2'].map((id) => ({ id, status: 'Open', tags: { siteId: 'a' }, operationalData: {} })) },
  ],
  [
    "nothing of anybody else is touched: UpdateDistribution of E9, which is 999988887777's",
    { mutations: [{ operation: 'UpdateDistribution', resource: 'E9', account: OURS, owner: '999988887777' }] },
  ],
  [
    "no site's request changes another site's distribution: E1 of a is recorded for b",
    { distributions: [distribution], sites: [{ siteId: 'b', distribution: { id: 'E1' } }] },
  ],
  [
    'ACM and CloudFront are not asked faster than they take it: 9 writes to CloudFront in 10 s',
    { mutations: NINE_A_MOMENT },
  ],
  ['all comes to an end: r is PENDING at EnsureTarget', { requests: [request('r', 'a')] }],
  [
    'an execution ends as its request does: r SUCCEEDED (undefined), and the request is FAILED',
    { executions: [{ name: 'r', status: 'SUCCEEDED' }], requests: [ended] },
  ],
  [
    'what a technical failure has stopped can be set going, and comes to an end: req-20261121-aa-migrate-1 is FAILED (Error)',
    { executions: [stopped] },
  ],
  [
    `a request that has ended leaves nothing behind: r, FAILED, keeps ${ARN}`,
    { requests: [ended], certificates: [{ arn: ARN, tags: {} }] },
  ],
  [
    'a site that has been retired has nothing any more: the claim of login.example.com is left',
    {
      sites: [{ siteId: 'a', retirement: { state: 'RETIRED', execution: 'a-retire-1' } }],
      claims: [{ alias: ALIAS, siteId: 'a', requestId: 'r' }],
    },
  ],
  [
    "the execution of a retirement ends as the site's retirement does: a-retire-1 of a is SUCCEEDED, the retirement OVERDUE",
    {
      sites: [{ siteId: 'a', retirement: { state: 'OVERDUE', execution: 'a-retire-1' } }],
      executions: [{ name: 'a-retire-1', status: 'SUCCEEDED' }],
    },
  ],
  [
    'an ended request says why, and one that serves is not failing: r is FAILED without a reason',
    { requests: [ended] },
  ],
  [
    'what is READY or ACTIVE serves, and is looked after: nobody looks after r',
    { sites: [{ siteId: 'a' }], requests: [ready] },
  ],
])('says: %s', (words, parts) => {
  expect(breaches(seen(parts), 'settled')).toContain(words);
});

/** What the words of a request stand for. */
import { waitingForClick } from '../../../../console/request/words.ts';
import { openRequest, type RequestFields } from '../../../../core/request.ts';
import { viewRequest } from '../../../../core/view.ts';

const ALIAS = 'login.example.com';
const AT = '2027-04-24T00:16:00.000Z';
const FACTS = { alias: ALIAS, notAfter: AT, until: AT, validationDomain: 'example.com' };

it.each([
  ['PENDING', 'EMAIL', 'ApprovalPending', [ALIAS]],
  ['ACTIVE', 'EMAIL', 'RenewalPending', [ALIAS]],
  ['ACTIVE', 'DNS', 'RenewalPending', []],
  ['FAILED', 'EMAIL', 'ApprovalPending', []],
] as const)('of a request that is %s, by %s, with %s, these wait for a click: %s', (status, method, reason, names) => {
  const opening = { requestId: 'req-1', siteId: 'acme', prefix: 'login', target: 'target', aliases: [ALIAS] };
  const request = openRequest({ ...opening, method, onFindings: 'wait', createdAt: AT });
  const conditions = { [ALIAS]: { approval: { reason, facts: FACTS, lastChange: AT } } };
  const changed: Partial<RequestFields> = { status };
  expect(waitingForClick(viewRequest({ ...request, ...changed, conditions }, null, {}, {}, new Date(AT)))).toEqual(
    names,
  );
});

import { ENDINGS } from '../../../core/endings.ts';
import { REASONS, type ReasonCode } from '../../../core/reasons.ts';
import type { EndReason } from '../../../core/request.ts';
import { placesIn } from '../../../core/text.ts';
import { viewConditions, viewRequest } from '../../../core/view.ts';
import { opened } from '../../support/opened.ts';

const OPENED = opened('a.example.com', 'b.example.com');
const AT = '2026-11-21T10:00:00.000Z';
const factsOf = (...texts: string[]) =>
  Object.fromEntries(texts.flatMap(placesIn).map((place) => [place, `<${place}>`]));

it('shows a request with its conditions in words, alias by alias', () => {
  const facts = { alias: 'a.example.com', expected: OPENED.target, zone: 'example.com' };
  const request = {
    ...OPENED,
    seq: 7,
    conditions: { 'a.example.com': { dns: { reason: 'CnameMissing' as const, facts, lastChange: AT } } },
  };
  expect(viewRequest(request, AT, { 'b.example.com': ['admin@example.com'] })).toMatchObject({
    requestId: 'req-1',
    siteId: 'acme',
    prefix: 'login',
    target: 'acme.sslproxy.us1.gigya.com',
    method: 'EMAIL',
    createdAt: '2026-11-21T09:00:00.000Z',
    status: 'PENDING',
    step: 'EnsureTarget',
    waitingOn: 'nobody',
    since: '2026-11-21T09:00:00.000Z',
    deadline: null,
    certificateArn: null,
    notAfter: null,
    failing: null,
    failure: null,
    nextCheckAt: AT,
    aliases: [
      {
        alias: 'a.example.com',
        addresses: [],
        conditions: {
          dns: {
            status: 'False',
            reason: 'CnameMissing',
            message: 'a.example.com has no DNS record.',
            remedy:
              'Whoever manages the DNS of example.com adds the record: a.example.com CNAME acme.sslproxy.us1.gigya.com',
            actor: 'customer DNS',
            lastChange: AT,
            facts,
          },
        },
      },
      { alias: 'b.example.com', addresses: ['admin@example.com'], conditions: {} },
    ],
  });
});

it.each(Object.keys(ENDINGS) as EndReason[])('shows why it ended: %s', (reason) => {
  const failure = { reason, facts: factsOf(ENDINGS[reason].text, ENDINGS[reason].remedy) };
  const shown = viewRequest({ ...OPENED, status: 'FAILED', failure }, null, {}).failure;
  expect(shown?.reason).toBe(reason);
  expect(`${shown?.message} ${shown?.remedy}`).not.toMatch(/[{}]/);
});

it.each(Object.keys(REASONS) as ReasonCode[])('shows the reason %s', (reason) => {
  const { condition, status, message, remedy } = REASONS[reason];
  const facts = factsOf(message, remedy);
  const shown = viewConditions({ [condition]: { reason, facts, lastChange: AT } })[condition];
  expect(shown).toMatchObject({ status, reason, facts, lastChange: AT });
  expect(`${shown?.message}${shown?.remedy}`).not.toMatch(/[{}]/);
});

it('never counts what is true as a hindrance', () => {
  const wrong = Object.entries(REASONS).filter(([, { status, blocks }]) => status === 'True' && blocks);
  expect(wrong).toEqual([]);
});

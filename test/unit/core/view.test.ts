import { ENDINGS } from '../../../core/endings.ts';
import { REASONS, type ReasonCode } from '../../../core/reasons.ts';
import type { EndReason } from '../../../core/request.ts';
import { placesIn } from '../../../core/text.ts';
import { viewConditions, viewRequest } from '../../../core/view.ts';
import { opened } from '../../support/unit/opened.ts';

const OPENED = opened('a.example.com', 'b.example.com');
const AT = '2026-11-21T10:00:00.000Z';
const NOW = new Date(AT);
const factsOf = (...texts: string[]) =>
  Object.fromEntries(texts.flatMap(placesIn).map((place) => [place, `<${place}>`]));

it('shows a request with its conditions in words, alias by alias', () => {
  const facts = { alias: 'a.example.com', expected: OPENED.target, zone: 'example.com' };
  const request = {
    ...OPENED,
    seq: 7,
    conditions: { 'a.example.com': { dns: { reason: 'CnameMissing' as const, facts, lastChange: AT } } },
  };
  expect(
    viewRequest(request, { now: NOW, nextCheckAt: AT, addresses: { 'b.example.com': ['admin@example.com'] } }),
  ).toMatchObject({
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

it('tells a standstill and the next renewal as they are now, not as they were since the request is as it is', () => {
  const failing = { error: 'AwsRefused', since: '2026-11-21T10:00:00.000Z' };
  const remedyAt = (now: string) => viewRequest({ ...OPENED, failing }, { now: new Date(now) }).failing?.remedy;
  expect(remedyAt('2026-12-05T09:59:59.000Z')).toMatch('Nothing for you to do');
  expect(remedyAt('2026-12-05T10:00:00.000Z')).toMatch('Cancel the request');

  const serving = { ...OPENED, status: 'READY', notAfter: '2027-10-30T00:00:00.000Z' } as const;
  const stateAt = (now: string) => viewRequest(serving, { now: new Date(now) }).renewal?.state;
  expect(stateAt('2027-09-30T10:00:00.000Z')).toBe('PLANNED');
  expect(stateAt('2027-10-01T10:00:00.000Z')).toBe('IMPOSSIBLE');
});

it.each(Object.keys(ENDINGS) as EndReason[])('shows why it ended: %s', (reason) => {
  const failure = { reason, facts: factsOf(ENDINGS[reason].text, ENDINGS[reason].remedy) };
  const shown = viewRequest({ ...OPENED, status: 'FAILED', failure }, { now: NOW }).failure;
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

import { createSecretKey } from 'node:crypto';
import {
  messageOf,
  nextTry,
  refusalOf,
  revealWebhookSecret,
  signedHeaders,
  testMessage,
} from '../../../core/webhook.ts';

/** The specification's own example, as its libraries test it. */
const SECRET = createSecretKey(Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'));
const MESSAGE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
const AT = new Date(1_614_265_330_000);

it('signs as the specification has it', () => {
  expect(signedHeaders(MESSAGE, [SECRET], AT)).toEqual({
    'content-type': 'application/json',
    'user-agent': 'first-party-certificates',
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
  expect(revealWebhookSecret(SECRET)).toBe('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
});

it('signs by every secret that counts, the newer first', () => {
  const newer = createSecretKey(Buffer.alloc(32, 1));
  const signature = signedHeaders(MESSAGE, [newer, SECRET], AT)['webhook-signature'];
  expect(signature?.split(' ')).toEqual([
    expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  ]);
});

it('posts a notice under its type and time, the same text each time', () => {
  const notice = {
    type: 'certificate.status_changed',
    siteId: 'acme',
    requestId: 'req-1',
    seq: 7,
    at: '2026-11-21T09:00:00.000Z',
    status: 'READY',
    previousStatus: 'PENDING',
    waitingOn: 'site admin',
    since: '2026-11-21T09:00:00.000Z',
    deadline: null,
    notAfter: '2027-06-06T23:59:59.000Z',
    aliases: 2,
  } as const;
  expect(messageOf('req-1-7', notice)).toEqual({
    id: 'req-1-7',
    body: '{"type":"certificate.status_changed","timestamp":"2026-11-21T09:00:00.000Z","data":{"siteId":"acme","requestId":"req-1","seq":7,"status":"READY","previousStatus":"PENDING","waitingOn":"site admin","since":"2026-11-21T09:00:00.000Z","deadline":null,"notAfter":"2027-06-06T23:59:59.000Z","aliases":2}}',
  });
  expect(testMessage('test-1', 'acme', AT).body).toBe(
    '{"type":"webhook.test","timestamp":"2021-02-25T15:02:10.000Z","data":{"siteId":"acme"}}',
  );
});

describe('the next try', () => {
  const BEGUN = '2026-11-21T09:00:00.000Z';
  const triedAgain = (tries: number, now: string) => nextTry(tries, BEGUN, new Date(now))?.toISOString();

  it('comes after a minute, five, thirty, two hours, five, ten and ten', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map(
      (tries) => (nextTry(tries, BEGUN, new Date(BEGUN))?.getTime() ?? 0) - Date.parse(BEGUN),
    );
    expect(waits.map((ms) => ms / 60_000)).toEqual([1, 5, 30, 120, 300, 600, 600]);
    expect(triedAgain(8, BEGUN)).toBeUndefined();
  });

  it('comes no more where a delivery waited too long behind another', () => {
    expect(triedAgain(7, '2026-11-22T03:30:00.000Z')).toBe('2026-11-22T13:30:00.000Z');
    expect(triedAgain(7, '2026-11-22T03:40:00.000Z')).toBeUndefined();
    expect(triedAgain(1, '2026-11-22T13:37:00.000Z')).toBeUndefined();
  });
});

it.each([
  [200, undefined],
  [204, undefined],
  [301, { problem: 'the receiver redirects (301), which is not followed', final: false }],
  [404, { problem: 'the receiver answered 404', final: false }],
  [410, { problem: 'the receiver is gone for good (410)', final: true }],
  [503, { problem: 'the receiver answered 503', final: false }],
])('takes the status %i for what it says', (status, refusal) => {
  expect(refusalOf(status)).toEqual(refusal);
});

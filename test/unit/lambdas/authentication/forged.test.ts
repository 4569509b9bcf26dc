/** What was proven is proven for exactly that: one thing changed, and nobody is let in, with a reason, and nothing throws. Seeded. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { authenticate } from '../../../../lambdas/authentication/authenticate.ts';
import { errorOf } from '../../../../lambdas/authentication/refusal.ts';
import { logIn } from '../../../../lambdas/authentication/session.ts';
import { ACME, cookieHeader, doorScene, NOW, OTHER } from '../../../support/unit/door.ts';

const scene = doorScene();
const SEED = 20_261_121;
const KEY = 'a'.repeat(24);

/** Each from an address of its own: whoever guesses is locked out by address. */
let address = 0;
const source = () => `2001:db8:${(address++).toString(16)}::1`;

async function letIn(call: Parameters<typeof scene.request>[0]): Promise<string> {
  const outcome = await authenticate(scene.tools, scene.request({ ...call, source: source() }));
  if (outcome.valid) return 'let in';
  const { name, message, remedy } = errorOf(outcome);
  expect([message, remedy].every((words) => words.length > 0)).toBe(true);
  return name;
}

const text = fc.oneof(
  fc.constantFrom('', ' ', '0', '-1', 'null', '=', '%', '\u0000', '\ud800', 'A'.repeat(28), '../', '3_OtherShopKey'),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
type Forgery = (form: URLSearchParams) => void;
const forgeries: fc.Arbitrary<Forgery> = fc.oneof(
  fc.tuple(fc.nat(20), text).map(
    ([pick, value]): Forgery =>
      (form) => {
        const names = [...new Set(form.keys())];
        form.set(names[pick % names.length] ?? 'sig', value);
      },
  ),
  fc.nat(20).map(
    (pick): Forgery =>
      (form) =>
        form.delete([...form.keys()][pick % form.size] ?? 'sig'),
  ),
  fc.tuple(fc.constantFrom('colour', 'siteId', 'apikey', 'sig', 'nonce'), text).map(
    ([name, value]): Forgery =>
      (form) =>
        form.append(name, value),
  ),
  fc.tuple(fc.nat(27), fc.constantFrom('A', 'B', '+', '/', '=', ' ')).map(
    ([at, character]): Forgery =>
      (form) => {
        const sig = form.get('sig') ?? '';
        form.set('sig', `${sig.slice(0, at)}${character}${sig.slice(at + 1)}`);
      },
  ),
  fc.nat(27).map(
    (length): Forgery =>
      (form) =>
        form.set('sig', (form.get('sig') ?? '').slice(0, length)),
  ),
  fc.constantFrom('sha256', 'md5', 'sha512').map(
    (algorithm): Forgery =>
      (form) =>
        form.set('sig', createHmac(algorithm, KEY).update(form.toString()).digest('base64')),
  ),
);

it('lets nobody in by a signed call with one thing changed', async () => {
  const secret = await scene.givenApplication(KEY);
  let count = 0;
  const property = fc.asyncProperty(forgeries, async (forge) => {
    const nonce = `n-${count++}`;
    const { form } = scene.signed(secret, { userKey: KEY, apiKey: '3_VendorConsoleKey', prefix: 'login', nonce });
    const right = new URLSearchParams(form.parameters as [string, string][]);
    const forged = new URLSearchParams(right);
    forge(forged);
    if (forged.toString() === right.toString()) return;
    expect(await letIn({ method: 'POST', path: '/certificates.list', form: forged.toString() })).not.toBe('let in');
  });
  await fc.assert(property, { seed: SEED, numRuns: 60 });
});

it('lets nobody in by cookies of which one character is another', async () => {
  const owner = await scene.givenOwner(ACME);
  await scene.givenOwner(OTHER);
  await scene.tools.members.put({
    UID: 'ann',
    partnerId: 'acme-stores',
    role: 'customer-admin',
    sites: '*',
    setAt: NOW,
    setBy: 'tester',
  });
  const handed = { apiKey: ACME.apiKey, ...scene.handOver(owner, 'ann') };
  const signed = await logIn(scene.tools, scene.request(), handed);
  if (!signed.valid) throw new Error(signed.reason);
  const cookie = cookieHeader(signed.cookies);
  expect(await letIn({ headers: { Cookie: cookie } })).toBe('let in');
  const harm = fc.tuple(fc.nat(cookie.length - 1), fc.constantFrom('', '0', '9', 'a', ';', '=', ',', '%00'));
  const property = fc.asyncProperty(harm, async ([at, character]) => {
    const forged = `${cookie.slice(0, at)}${character}${cookie.slice(at + 1)}`;
    if (meansTheSame(forged, cookie)) return;
    expect(await letIn({ headers: { Cookie: forged } })).not.toBe('let in');
  });
  await fc.assert(property, { seed: SEED, numRuns: 60 });
});

/** Separators may be written otherwise. */
function meansTheSame(one: string, other: string): boolean {
  const parts = (cookie: string) => cookie.split(';').map((pair) => pair.trim());
  return JSON.stringify(parts(one)) === JSON.stringify(parts(other));
}

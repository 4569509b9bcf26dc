import type { ConditionName } from '../../../../core/condition.ts';
import type { ReasonCode } from '../../../../core/reasons.ts';
import type { FoundCondition } from '../../../../core/request.ts';
import { goOnWithout } from '../../../../lambdas/duties/go-on-without.ts';
import { createClaims } from '../../../../lambdas/records/claims.ts';
import { createErrands } from '../../../../lambdas/records/errands.ts';
import { held, MOVE_ID, ownershipMove } from '../../../support/unit/moves.ts';
import { CERTIFICATE, NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const HEIR = 'req-heir';
const [A, B, C] = ['login.a.example', 'login.b.example', 'login.c.example'];
const servedBefore = { certificateArn: null, aliases: [] };

/** A request of three names that claims them, and goes on without two of which one may go off the air. */
async function goOn(
  isAdopted: boolean,
  {
    offAir = [B],
    moveId = null,
    attached = [],
  }: { offAir?: string[]; moveId?: string | null; attached?: string[] } = {},
) {
  if (!(await scene.sites.find('acme'))) await scene.givenSite();
  const continuation = { without: [B, C], offAir };
  const wish = { continuation, replacedBy: HEIR, cancelAskedAt: NOW, moveId };
  const issued = isAdopted ? { certificateArn: CERTIFICATE, notAfter: '2027-06-06T23:59:59.000Z', servedBefore } : {};
  const on = attached.map((alias) => found(alias, 'attached', 'AliasAttached'));
  const conditions = [A, B].flatMap((alias) => [
    found(alias, 'dns', 'CnameMissing'),
    found(alias, 'mail', 'MailRouteFound'),
    found(alias, 'caa', 'CaaAllows'),
    found(alias, 'approval', 'Approved'),
  ]);
  const request = await scene.givenRequest({
    aliases: [A, B, C],
    ...wish,
    ...issued,
    conditions: [...conditions, ...on],
  });
  await createClaims(scene.table).claimAll([A, B, C], 'acme', REQUEST_ID);
  return () => goOnWithout(going(), request, continuation, isAdopted, new Date(NOW));
}
const going = () => ({
  requests: scene.requests,
  sites: scene.sites,
  moves: scene.moves,
  claims: createClaims(scene.table),
});
function found(alias: string, name: ConditionName, reason: ReasonCode): FoundCondition {
  return { alias, name, finding: { reason, facts: { alias } } };
}
const claimant = async (alias: string) =>
  (await scene.table.get({ pk: `CLAIM#${alias}`, sk: 'CLAIM' }))?.requestId ?? null;

it('ends the one and stores the other, which watch begins half a minute later', async () => {
  const go = await goOn(false);
  expect(await go()).toEqual({
    reason: 'Superseded',
    cause: JSON.stringify({ requestId: HEIR, names: `${B} and ${C}` }),
  });
  expect(await scene.request()).toMatchObject({ status: 'SUPERSEDED', replacedBy: HEIR });
  expect(await scene.request(HEIR)).toMatchObject({ status: 'PENDING', aliases: [A], certificateArn: null });
  expect(await scene.requests.runningOf('acme')).toBe(HEIR);
  const halfAMinuteLater = new Date(Date.parse(NOW) + 30_000);
  expect(await createErrands(scene.table).due(halfAMinuteLater, 100)).toMatchObject([{ kind: 'begin', of: HEIR }]);
});

it('shows nothing that stood still any more', async () => {
  const go = await goOn(false);
  const failing = { error: 'AwsRefused', since: NOW };
  await scene.requests.change(REQUEST_ID, () => ({ type: 'Failing', at: NOW, by: 'x', text: 'x', set: { failing } }));
  await go();
  expect(await scene.request()).toMatchObject({ status: 'SUPERSEDED', failing: null });
});

it('cancels the one that goes on where the site is retired at that moment, once', async () => {
  await scene.givenSite({ retirement: { state: 'AWAITING_DNS' } as never });
  const go = await goOn(false);
  await go();
  await go();
  expect(await scene.request(HEIR)).toMatchObject({ status: 'PENDING', cancelAskedAt: NOW });
  expect((await scene.requests.events(HEIR)).map(({ type }) => type)).toEqual(['Requested', 'CancelAsked']);
});

it('hands over the claims of what goes on and of what serves still, and gives the others back', async () => {
  await (await goOn(false))();
  expect([await claimant(A), await claimant(B), await claimant(C)]).toEqual([HEIR, HEIR, null]);
});

it('leaves the claim of a name that a move may still bring to the end of the move, but for one that is on', async () => {
  const go = await goOn(true, { offAir: [B, C], moveId: MOVE_ID, attached: [C] });
  await scene.moves.open(ownershipMove({ phase: 'SUPPORT', aliases: { [B]: held(B), [C]: held(C) } }));
  await go();
  expect([await claimant(A), await claimant(B), await claimant(C)]).toEqual([HEIR, REQUEST_ID, HEIR]);
});

it('takes a name off the air that came on while it was left out', async () => {
  await (await goOn(true, { attached: [A, C] }))();
  expect(await scene.request(HEIR)).toMatchObject({ aliases: [A], offAir: [B, C] });
  expect([await claimant(A), await claimant(B), await claimant(C)]).toEqual([HEIR, HEIR, HEIR]);
});

it('hands on what may go off the air where that one goes on without more names', async () => {
  await (await goOn(false))();
  const continuation = { without: [A], offAir: [] };
  const set = { continuation, replacedBy: 'req-third', cancelAskedAt: NOW };
  await scene.requests.change(HEIR, () => ({ type: 'WithoutAsked', at: NOW, by: 'ann', text: 'x', set }));
  await goOnWithout(going(), await scene.request(HEIR), continuation, false, new Date(NOW));
  expect([await claimant(A), await claimant(B)]).toEqual([null, 'req-third']);
});

it('hands an issued certificate over with what it serves, and counts it once', async () => {
  await (await goOn(true))();
  expect(await scene.request(HEIR)).toMatchObject({ certificateArn: CERTIFICATE, servedBefore });
  expect(await scene.requests.ofCertificate(CERTIFICATE)).toBe(HEIR);
  expect(await scene.requests.certificatesSince(new Date('2026-11-01T00:00:00Z'))).toBe(1);
});

it('hands over what was found for the issuing with the certificate, of every name on it, and nothing else', async () => {
  await (await goOn(true))();
  const { conditions } = await scene.request(HEIR);
  const found = { mail: { reason: 'MailRouteFound' }, caa: { reason: 'CaaAllows' }, approval: { reason: 'Approved' } };
  expect(conditions).toMatchObject({ [A]: found, [B]: found });
  expect(Object.keys(conditions[A] ?? {})).toEqual(['mail', 'caa', 'approval']);
  expect(Object.keys(conditions)).toEqual([A, B]);
});

it('has all of it looked at again where no certificate goes over', async () => {
  await (await goOn(false))();
  expect((await scene.request(HEIR)).conditions).toEqual({ [A]: {} });
});

it('does all of it once, however often it runs', async () => {
  const go = await goOn(true);
  expect(await go()).toEqual(await go());
  expect(await scene.requests.events(HEIR)).toHaveLength(1);
  expect(await scene.requests.list('acme')).toHaveLength(2);
});

it('stores nothing when the wish was taken back meanwhile', async () => {
  const go = await goOn(false);
  const set = { continuation: null, replacedBy: null };
  await scene.requests.change(REQUEST_ID, () => ({ type: 'CancelAsked', at: NOW, by: 'ann', text: 'x', set }));
  await expect(go()).rejects.toMatchObject({ name: 'ChangedMeanwhile' });
  expect(await scene.requests.find(HEIR)).toBeUndefined();
  expect(await claimant(A)).toBe(REQUEST_ID);
});

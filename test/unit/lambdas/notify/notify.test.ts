import type { Notice } from '../../../../core/notice.ts';
import { createVault } from '../../../../lambdas/authentication/vault.ts';
import { createKms } from '../../../../lambdas/clients/kms.ts';
import { create } from '../../../../lambdas/notify/notify.ts';
import { createDeliveries, deliveryItem } from '../../../../lambdas/records/deliveries.ts';
import { createWebhooks, sealNameOf } from '../../../../lambdas/records/webhooks.ts';
import { REAL_MACHINE } from '../../../../lambdas/runtime.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
/** No packet leaves this machine: the address is refused before. */
const INSIDE = { webhookUrl: 'https://169.254.169.254/' };
const REFUSED = '169.254.169.254 is no public address, and nothing is posted there';

async function given(seqs: readonly number[], site: { webhookUrl?: string }, hasSecret = true) {
  await scene.givenSite(site);
  for (const seq of seqs) {
    const notice = { type: 'certificate.requested', siteId: 'acme', requestId: REQUEST_ID, seq } as Notice;
    await scene.table.put(deliveryItem(notice, new Date(NOW)));
  }
  if (!hasSecret) return;
  const vault = createVault(createKms(scene.env), REAL_MACHINE);
  const sealedSecrets = await vault.seal(sealNameOf('acme'), [vault.newSecret()]);
  await createWebhooks(scene.table).change('acme', async () => ({ sealedSecrets }));
}

const notify = (now = NOW) =>
  scene.made(create, {}, { now: () => new Date(now) })({ detail: { requestId: REQUEST_ID } });
const told = async () =>
  (await createDeliveries(scene.table).list('acme'))
    .reverse()
    .map(({ state, dueAt, attempts }) => [state, dueAt?.slice(11, 16), ...attempts.map(({ problem }) => problem)]);

it('tries the first of a request alone, and lets the others wait behind it', async () => {
  await given([4, 5], INSIDE);
  expect(await notify()).toEqual({ made: 1 });
  expect(await told()).toEqual([
    ['pending', '10:01', REFUSED],
    ['pending', '10:01'],
  ]);
  expect(await notify()).toEqual({ made: 0 }); // woken again, too early
  expect(await notify('2026-11-21T10:01:00.000Z')).toEqual({ made: 1 });
  expect(await told()).toEqual([
    ['pending', '10:06', REFUSED, REFUSED],
    ['pending', '10:06'],
  ]);
});

it('posts nothing unsigned, and tries again when there may be a secret', async () => {
  await given([4], INSIDE, false);
  await notify();
  expect(await told()).toEqual([
    ['pending', '10:01', 'the site has no webhook secret yet, and nothing is posted unsigned'],
  ]);
});

it('gives up what nobody wants any more, one after the other', async () => {
  await given([4, 5], {});
  expect(await notify()).toEqual({ made: 2 });
  expect(await told()).toEqual([
    ['dead', undefined, 'the site has no webhook address any more'],
    ['dead', undefined, 'the site has no webhook address any more'],
  ]);
});

it('leaves alone what another one has in hand', async () => {
  await given([4], INSIDE);
  const deliveries = createDeliveries(scene.table);
  const [first] = await deliveries.pending(REQUEST_ID);
  if (first) await deliveries.claim(first, new Date(NOW));
  expect(await notify()).toEqual({ made: 0 });
  expect(await told()).toEqual([['pending', '10:01']]);
});

it('has nothing to do for a request without deliveries', async () => {
  expect(await notify()).toEqual({ made: 0 });
});

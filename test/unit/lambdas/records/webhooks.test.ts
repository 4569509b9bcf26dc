import { createWebhooks } from '../../../../lambdas/records/webhooks.ts';
import { useScene } from '../../../support/unit/step.ts';

const scene = useScene();

it('keeps the sealed secrets of a site', async () => {
  const webhooks = createWebhooks(scene.table);
  expect(await webhooks.find('acme')).toBeUndefined();
  await webhooks.change('acme', async () => ({ sealedSecrets: 'one' }));
  expect(await webhooks.find('acme')).toEqual({ sealedSecrets: 'one' });
});

it('decides again when somebody else has changed them meanwhile', async () => {
  const webhooks = createWebhooks(scene.table);
  let seen = 0;
  const changed = await webhooks.change('acme', async (present) => {
    if (seen++ === 0) await webhooks.change('acme', async () => ({ sealedSecrets: 'theirs' }));
    return { sealedSecrets: `after ${present?.sealedSecrets}` };
  });
  expect(changed).toEqual({ sealedSecrets: 'after theirs' });
});

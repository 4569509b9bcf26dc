import { probeAgain } from '../../../../lambdas/duties/probe-again.ts';
import { findings, NOW, useScene } from '../../../support/unit/step.ts';

const scene = useScene();
const SEEN = findings('conflict', 'HolderSeen', () => ({ evidence: 'seen before' }), ['login.example.org']);
const REST = findings('conflict', 'NoHolderSeen', () => ({ evidence: 'nothing' }), ['login.example.com']);
const FREE = { tls: { chain: [], alert: 'unrecognized_name' }, http: { problem: 'closed' } };

it('probes those that were held, and only those', async () => {
  await scene.givenSite();
  const request = await scene.givenRequest({ conditions: [...REST, ...SEEN] });
  const probed: string[] = [];
  const edge = () => ({
    async probe(name: string, via: string) {
      probed.push(`${name} by ${via}`);
      return FREE;
    },
  });
  await probeAgain(scene, edge, request, new Date(NOW));
  expect(probed).toEqual(['login.example.org by d111.cloudfront.net']);
  expect(await scene.recorded()).toMatchObject([
    {
      type: 'PreflightFound',
      text: 'Looked again at the names that somebody else served: 0 of 1 still are.',
      conditions: [{ alias: 'login.example.org', finding: { reason: 'NoHolderSeen' } }],
    },
  ]);
});

it('makes no handshake where none was held', async () => {
  const request = await scene.givenRequest({ conditions: REST });
  const edge = () => {
    throw new Error('made');
  };
  await probeAgain(scene, edge, request, new Date(NOW));
  expect(await scene.recorded()).toEqual([]);
});

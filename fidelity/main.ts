/**
 * `npm run fidelity`: is the simulated AWS honest? Independent clients on our endpoint and, where it is installed, moto beside it; all of
 * it over loopback. `--only acm,dynamodb` takes some services, `--known` tells the differences that stay, with their reasons.
 * `npm run fidelity -- --remote` asks a test account about the facts that nobody has confirmed (fidelity/remote.ts).
 */
import { parseArgs } from 'node:util';
import { requireNode24 } from '../local/node-version.ts';
import { lookIndependently } from './independent.ts';
import { versions } from './peers.ts';
import { SCENES } from './scenes/scenes.ts';

requireNode24();

const { values } = parseArgs({
  options: { only: { type: 'string' }, known: { type: 'boolean' } },
});

process.exit(await look(values.only?.split(','), values.known ?? false));

/** The exit code. */
async function look(only: readonly string[] | undefined, isTellingKnown: boolean): Promise<number> {
  const there = versions();
  const { boto3, awscli, moto } = there;
  for (const [peer, version] of Object.entries({ boto3, awscli, moto }))
    console.log(version ? `${peer} ${version}` : `${peer} is not here: what it would tell is not known`);
  if (!boto3) return 0; // nothing could be looked at, and that has been said
  const scenes = SCENES.filter(({ service }) => !only || only.includes(service));
  const { calls, found, unasked, known } = await lookIndependently(scenes, there);
  for (const words of found) console.log(words);
  if (unasked.length > 0) console.log(`too new for boto3 ${boto3}: ${unasked.join(', ')}`);
  if (isTellingKnown)
    for (const [{ at, whose, why }, differences] of known)
      console.log(
        [
          `${at} (${whose}: ${why})`,
          ...differences.map(({ at, ours, theirs }) => `  ${at}: ${ours}, moto ${theirs}`),
        ].join('\n'),
      );
  console.log(
    `${calls} calls, ${[...known.values()].flat().length} known differences from moto, ${found.length} findings`,
  );
  return found.length === 0 ? 0 : 1;
}

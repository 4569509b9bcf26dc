/**
 * `npm run fidelity`: is the simulated AWS honest? Independent clients on our endpoint and, where it is installed, moto beside it; all of
 * it over loopback. `--only acm,dynamodb` takes some services, `--known` tells the differences that stay, with their reasons.
 * `npm run fidelity -- --remote` asks a test account about the facts that nobody has confirmed (fidelity/remote.ts); `--facts` lists them.
 */
import { parseArgs } from 'node:util';
import { requireNode24 } from '../local/node-version.ts';
import { FACTS, factsTable } from './facts/facts.ts';
import { lookIndependently } from './independent.ts';
import { versions } from './peers.ts';
import { ask, credentialsOf, plan } from './remote.ts';

requireNode24();

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    known: { type: 'boolean' },
    facts: { type: 'boolean' },
    remote: { type: 'boolean' },
    yes: { type: 'boolean' },
    'zone-id': { type: 'string' },
    'endpoint-url': { type: 'string' },
    edge: { type: 'string' },
  },
});
const only = values.only?.split(',');

if (values.facts) console.log(factsTable());
else process.exit(values.remote ? await askRemote() : await look());

/** The exit code, as that of `askRemote`. */
async function look(): Promise<number> {
  const there = versions();
  const { boto3, awscli, moto } = there;
  for (const [peer, version] of Object.entries({ boto3, awscli, moto }))
    console.log(version ? `${peer} ${version}` : `${peer} is not here: what it would tell is not known`);
  if (!boto3) return 0; // nothing could be looked at, and that has been said
  const { calls, found, unasked, known } = await lookIndependently(there, only);
  for (const words of found) console.log(words);
  if (unasked.length > 0) console.log(`too new for boto3 ${boto3}: ${unasked.join(', ')}`);
  if (values.known)
    for (const [{ at, whose, why }, differences] of known) {
      console.log(`${at} (${whose}: ${why})`);
      for (const each of differences) console.log(`  ${each.at}: ${each.ours}, moto ${each.theirs}`);
    }
  console.log(
    `${calls} calls and answers, ${[...known.values()].flat().length} known differences from moto, ${found.length} findings`,
  );
  return found.length === 0 ? 0 : 1;
}

async function askRemote(): Promise<number> {
  const facts = FACTS.filter(({ name }) => !only || only.includes(name));
  const [zoneId, endpointUrl] = [values['zone-id'], values['endpoint-url']];
  const [host = '', port] = values.edge?.split(':') ?? [];
  const options = {
    tell: console.log,
    ...(zoneId && { zoneId }),
    ...(endpointUrl && { endpointUrl }),
    ...(port && { edge: { host, port: Number(port) } }),
  };
  for (const line of plan(facts, options)) console.log(line);
  if (!values.yes) {
    console.log('Nothing was made. To do it, add --yes.');
    return 2;
  }
  const stopping = new AbortController();
  process.once('SIGINT', () => {
    console.log('Stopping. What was made goes away first.');
    stopping.abort();
  });
  const asked = ask(facts, credentialsOf(process.env), { ...options, signal: stopping.signal });
  const { confirmed, otherwise, unknown, leftBehind } = await asked;
  const word = endpointUrl ? 'simulated' : 'confirmed';
  console.log(`${confirmed} ${word}, ${otherwise} otherwise, ${unknown} not checkable here, ${leftBehind} left behind`);
  return otherwise + leftBehind === 0 ? 0 : 1;
}

/** The check of facts, proven on the simulated AWS: every fact that can be checked comes out as simulated, and nothing is left behind. */
import { spawnSync } from 'node:child_process';
import { FACTS, factsTable } from '../../fidelity/facts/facts.ts';
import { ask, credentialsOf, plan } from '../../fidelity/remote.ts';
import { type Product, startProduct } from '../../local/product.ts';
import { DATA_CENTERS } from '../../local/scenery.ts';
import { read } from '../support/repository.ts';

const CREDENTIALS = credentialsOf({ AWS_ACCESS_KEY_ID: 'tester', AWS_SECRET_ACCESS_KEY: 'secret' });
const zoneId = DATA_CENTERS.us1.zoneId;

let product: Product;

beforeEach(async () => {
  product = await startProduct({ start: new Date('2026-11-21T09:00:00Z'), seed: 'facts', deterministic: true });
});

afterEach(() => product.stop());

async function askSimulated(options: { zoneId?: string }) {
  const lines: string[] = [];
  const { clock } = product.world;
  const told = await ask(FACTS, CREDENTIALS, {
    ...options,
    endpointUrl: `http://127.0.0.1:${product.ports.aws}`,
    edge: { host: '127.0.0.1', port: product.ports.edgeTls },
    seconds: (count) => clock.jumpTo(new Date(clock.now().getTime() + count * 1000)),
    tell: (line) => lines.push(line),
  });
  return { told, lines: lines.slice(1) };
}

it('finds every fact as the code relies on it, and takes away what it made', async () => {
  const records = () => product.zones.records(DATA_CENTERS.us1.host).length;
  const before = [product.acm.certificates.of('111122223333').length, records()];
  const { told, lines } = await askSimulated({ zoneId });
  const checkable = FACTS.filter(({ check }) => !('notCheckable' in check)).map(({ name }) => `${name}: simulated`);
  expect(lines.filter((line) => !line.includes('not checkable here'))).toEqual(checkable);
  expect(told).toEqual({ confirmed: 13, otherwise: 0, unknown: 9, leftBehind: 0 });
  expect([product.acm.certificates.of('111122223333').length, records()]).toEqual(before);
  expect([...product.cloudFront.owners.values()].filter(({ tags, tenant }) => !tags.siteId && !tenant)).toEqual([]);
});

it('says what differs, where the world is otherwise', async () => {
  product.cloudFront.moves.setTxtDemand('other accounts');
  const { told, lines } = await askSimulated({ zoneId });
  expect(lines).toContain('cloudfront-asks-for-txt: otherwise: it was moved without a TXT record');
  expect(told).toMatchObject({ confirmed: 12, otherwise: 1, leftBehind: 0 });
});

it('says what it would make and makes nothing without consent', () => {
  const { status, stdout } = spawnSync('node', ['fidelity/main.ts', '--remote'], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([2, `${plan(FACTS, {}).join('\n')}\nNothing was made. To do it, add --yes.\n`]);
  expect(plan(FACTS, {})).toContain('  acm-public-suffix: left out: it needs --zone-id');
  expect(plan(FACTS, { zoneId })).toContain(
    '  ops-items-name-their-twin: makes one OpsItem, resolved at the end; two if the second is not refused; costs USD 0.003 an OpsItem',
  );
});

it('asks for credentials by the names of their variables', () => {
  expect(() => credentialsOf({})).toThrow('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of a test account must be set.');
});

it('is told in FIDELITY.md', () => {
  expect(read('local/FIDELITY.md')).toContain(factsTable());
});

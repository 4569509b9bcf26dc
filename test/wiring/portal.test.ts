/** What docs/portal.md tells whoever writes a portal is what the door takes. */
import { execFileSync } from 'node:child_process';
import { OPERATIONS } from '../../core/api/operations.ts';
import { parseSecret } from '../../core/security/secret.ts';
import { constructUserSignature } from '../../core/security/uid-signature.ts';
import { read } from '../support/repository.ts';

const page = read('docs/portal.md');
const blockOf = (language: string) => page.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';
const SECRET = 'bm90IGEgc2VjcmV0LCBidXQgMzIgYnl0ZXMgbG9uZyE=';
const HANDED = {
  apiKey: '3_acme-example-key',
  UID: 'ann',
  UIDSignature: 'JK3A1hpu6gHGVSL1I+neJvywd2Y=',
  signatureTimestamp: '1795251600',
};

it('shows a form with the fields of sessions.create, and an example whose signature is right', () => {
  const fields = [...blockOf('html').matchAll(/name="(\w+)" value="([^"]+)"/g)].map(([, name, value]) => [name, value]);
  expect(Object.fromEntries(fields)).toEqual(HANDED);
  expect(Object.keys(OPERATIONS['sessions.create'].input.shape)).toEqual(Object.keys(HANDED));
  const parsed = parseSecret(SECRET);
  if (!parsed.valid) throw new Error('the example is no secret');
  const signed = { UID: HANDED.UID, timestamp: HANDED.signatureTimestamp };
  expect(constructUserSignature(signed, parsed.secret)).toBe(HANDED.UIDSignature);
  expect(page).toContain(`with the secret \`${SECRET}\``);
});

it('shows code that signs as the door wants it', () => {
  const call = `console.log(JSON.stringify(handOver('ann', '${HANDED.apiKey}', new Date('2026-11-21T09:00:00.900Z'))))`;
  const script = `${blockOf('js').replaceAll('export ', '')}\n${call}`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: { SIGNING_SECRET: SECRET },
    encoding: 'utf8',
  });
  expect(JSON.parse(output)).toEqual(HANDED);
});

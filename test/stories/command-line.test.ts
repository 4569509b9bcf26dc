/** The command line on a running product: real processes, real HTTPS under the local CA, in words and as JSON. */
import type { RequestView } from '../../core/view.ts';
import { PREFIX } from '../../local/scenery.ts';
import { approveAll, mendAll } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { openShell, type Shell } from '../support/stories/runbook.ts';

let story: Story;
let shell: Shell;
beforeEach(async () => {
  story = await beginStory();
  shell = openShell(story);
});
afterEach(async () => {
  shell.close();
  await story.stop();
});

const certs = (line: string) => shell.run(`certs ${line}`, {});
const asJson = async <Answer>(line: string): Promise<Answer> => JSON.parse((await certs(`${line} --json`)).output);

it('brings a certificate from the first preflight to ACTIVE, and says by its exit code who is next', async () => {
  const first = await certs(`preflight acme ${PREFIX}`);
  expect(first.exit).toBe(3);
  expect(first.output).toContain('2 of 5 names are not ready.');
  expect(first.output).toContain('✗ login.blog.example.net: login.blog.example.net has no DNS record.\n');

  const refused = await certs(`generate acme ${PREFIX} --wait`);
  expect(refused.exit).toBe(3);
  expect(refused.output).toContain('2 of 5 names are not ready. Nothing was started.');
  expect(await certs('status acme')).toMatchObject({
    exit: 4,
    output: expect.stringContaining('no certificate request'),
  });

  const waiting = await certs(`generate acme ${PREFIX} --on-findings wait --wait --json`);
  expect(waiting.exit).toBe(3);
  const request: RequestView = JSON.parse(waiting.output);
  expect(request).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'customer DNS' });

  mendAll(story);
  expect(await certs('check-again acme')).toMatchObject({ exit: 0, output: 'Looking now.\n' });
  await story.until(request.requestId, ({ step }) => step === 'AwaitValidation');
  const asked = await certs('status acme --wait');
  expect(asked).toMatchObject({ exit: 3, output: expect.stringContaining('waiting on mailbox owner until 2026-11-2') });

  const resent = await certs('resend acme login.www.example.org');
  expect(resent).toMatchObject({
    exit: 0,
    output: expect.stringMatching(/^login\.www\.example\.org: mailed again at 2026-11-2/),
  });
  await story.settle();
  const again = await certs('resend acme login.www.example.org');
  expect([again.exit, again.output]).toEqual([4, expect.stringContaining('was sent again less than 10 minutes ago.')]);

  const early = await certs(`activate acme ${PREFIX}`);
  expect([early.exit, early.output]).toEqual([4, expect.stringContaining('cannot be saved yet')]);

  const { certificateArn } = await story.read(request.requestId);
  await approveAll(story, certificateArn);
  await story.until(request.requestId, ({ status }) => status === 'READY');
  const ready = await certs('status acme --wait');
  expect(ready.exit).toBe(0);
  expect(ready.output).toContain(`${request.requestId}  READY`);
  expect((await certs(`activate acme ${PREFIX}`)).output).toBe('The prefix login of acme is active.\n');
  expect(await asJson('sites get acme')).toMatchObject({ apiDomainPrefix: 'login' });
  expect((await certs('history acme')).output).toMatch(/UTC {2}.* saved the prefix login\./);
});

it('ends with 5 when it is not there in time, and with 4 after a cancel', async () => {
  const { requestId } = await asJson<RequestView>(`generate acme ${PREFIX} --on-findings wait`);
  expect(await certs('status acme --wait=ready --timeout 0')).toMatchObject({ exit: 5 });
  expect((await certs(`cancel acme ${requestId}`)).exit).toBe(0);
  await story.until(requestId, ({ status }) => status === 'CANCELED');
  expect((await certs('status acme --wait')).exit).toBe(4);
  const { certificates } = await asJson<{ certificates: RequestView[] }>('status acme --all');
  expect(certificates.map(({ status }) => status)).toEqual(['CANCELED']);
});

it('finds with the doctor what is wrong with the way there', async () => {
  expect((await certs('doctor')).exit).toBe(0);
  const untrusted = `certs profiles set local --url https://localhost:${story.ports.api}/api && certs doctor`;
  const ran = await shell.run(untrusted, {});
  expect(ran.exit).toBe(4);
  expect(ran.output).toMatch(
    /✗ service: .* does not answer \([A-Z_]+\)\.\n {4}Its certificate is not trusted: give the CA/,
  );
  const moved = 'certs profiles set local --url https://localhost:65535/api && certs doctor';
  expect((await shell.run(moved, {})).output).toContain(
    '(ECONNREFUSED).\n    Nothing listens there. Locally: npm start.',
  );
});

it('tells all field problems of a wrong input by their names, and ends with 2', async () => {
  const ran = await certs(
    'sites register Acme! --name A --api-key 3_AcmeKey1 --data-center us1 --url https://a.example --contact nobody',
  );
  expect(ran.exit).toBe(2);
  expect(ran.output).toContain('  siteId must consist of lower-case letters, digits and inner hyphens\n');
  expect(ran.output).toContain('  contacts[0] must be a mail address\n');
});

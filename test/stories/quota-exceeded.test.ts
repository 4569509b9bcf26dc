/** ACM's quota is used up by others in the account: final for this try, nobody repeats the call; raised, a redrive goes on. */
import { RedriveExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { CERTIFICATES, CERTIFICATES_PER_YEAR } from '../../local/aws/servicequotas/quotas.ts';
import { type Calls, recordCalls } from '../../local/calls.ts';
import { raiseQuota } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { OUR_ACCOUNT } from '../../local/world.ts';
import { executionArn, leftBehind, reaching } from '../support/stories/left-behind.ts';
import { mendAll, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const REQUEST_CERTIFICATE = 'CertificateManager.RequestCertificate';

let story: Story;
let calls: Calls;
beforeEach(async () => {
  story = await beginStory();
  calls = recordCalls(story);
  mendAll(story);
});
afterEach(async () => {
  calls.stop();
  await story.stop();
});

async function redrive(requestId: string): Promise<void> {
  const client = new SFNClient(reaching(story));
  await client.send(new RedriveExecutionCommand({ executionArn: executionArn(story, requestId) }));
  client.destroy();
}

it('asks ACM once, shows what is the matter, and goes on where it stood when there is room', async () => {
  story.quotas.set(OUR_ACCOUNT, CERTIFICATES, 0);
  const { requestId } = await story.generate(PREFIX);
  const failing = await play(story, requestId, (request) => request.failing !== null);
  expect(failing).toMatchObject({
    step: 'ClaimAliases',
    waitingOn: 'vendor on-call',
    certificateArn: null,
    failure: null,
    failing: { error: 'CertificateQuotaExceeded' },
  });
  expect(calls.of(REQUEST_CERTIFICATE)).toHaveLength(1);
  await story.hours(24);
  expect(calls.of(REQUEST_CERTIFICATE)).toHaveLength(1);
  expect(await leftBehind(story, SITE.siteId)).toMatchObject({ certificates: [], waits: [], certificate: null });

  story.quotas.set(OUR_ACCOUNT, CERTIFICATES, 2500);
  await redrive(requestId);
  expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY', failing: null });
  expect(calls.of(REQUEST_CERTIFICATE)).toHaveLength(2);
  expect((await leftBehind(story, SITE.siteId)).certificates).toHaveLength(1);
});

it('refuses at once where our own requests of the year have used the quota up, and starts when it is raised', async () => {
  story.quotas.set(OUR_ACCOUNT, CERTIFICATES_PER_YEAR, 1);
  const { requestId } = await story.generate(PREFIX);
  await playToReady(story, requestId);

  const plan = { certificatesLastYear: 1, certificatesPerYear: 1 };
  const seen = await story.call<object>('POST', `/sites/${SITE.siteId}/preflight`, { prefix: PREFIX });
  expect(seen).toMatchObject({ clean: false, blocked: [], plan: { ...plan, problems: [{ limit: 1, wanted: 2 }] } });
  const refused = await story.generate(PREFIX, 'wait').catch((error: { problem: object }) => error.problem);
  expect(refused).toMatchObject({
    status: 409,
    code: 'QuotaTooSmall',
    detail:
      'This needs 2 of "ACM certificates created in last 365 days"; our AWS account may have 1 (quota L-DA1D8B98 in us-east-1).',
  });
  expect(calls.of(REQUEST_CERTIFICATE)).toHaveLength(1);

  await raiseQuota(story, 'certificatesPerYear', 2);
  expect(await story.generate(PREFIX)).toMatchObject({ status: 'PENDING' });
});

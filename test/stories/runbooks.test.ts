/** Every block of commands of every runbook, run by a shell on a started product in the phase that the runbook is about. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACMClient, RequestCertificateCommand } from '@aws-sdk/client-acm';
import {
  CloudFrontClient,
  CreateDistributionWithTagsCommand,
  type DistributionConfig,
} from '@aws-sdk/client-cloudfront';
import { DynamoDBClient, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { distributionTemplate } from '../../core/distribution.ts';
import type { TicketRow, TicketView } from '../../core/ticket.ts';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import { PREFIX, RECEIVER, SITE } from '../../local/scenery.ts';
import { OUR_ACCOUNT } from '../../local/world.ts';
import { filesUnder, ROOT } from '../support/repository.ts';
import { changeDistribution } from '../support/stories/distributions.ts';
import { reaching } from '../support/stories/left-behind.ts';
import { addAll, recordsOf, servingByMail } from '../support/stories/migration.ts';
import { approveAll, mendAll, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { type Block, blocksOf, lacking, openShell, type Shell } from '../support/stories/runbook.ts';
import { takeWebhooks } from '../support/stories/webhooks.ts';

const HELD = 'login.blog.example.net';

/** Of the shell, as runbooks/README.md lists them. */
type Variables = Record<string, string>;

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

/** Somebody else holds a name, and the customer knows. */
async function held(): Promise<Variables> {
  await story.foreign.holdElsewhere({ alias: HELD });
  mendAll(story);
  await story.hours(1);
  const { requestId } = await story.generate(PREFIX);
  await play(story, requestId, ({ step }) => step === 'AwaitRelease');
  const MOVE_MACHINE = story.stateMachineArn('move-ownership');
  return { SITE: SITE.siteId, REQUEST: requestId, ALIAS: HELD, DISTRIBUTION: ourDistribution(), MOVE_MACHINE };
}

/** The id at the end of its ARN. */
function ourDistribution(): string {
  const made = story.world.mutations.find(
    ({ operation, owner }) => operation.startsWith('CreateDistribution') && owner === OUR_ACCOUNT,
  );
  return /\w+$/.exec(made?.resource ?? '')?.[0] ?? '';
}

/** The customer cannot release it, its TXT record stands, and CloudFront has refused: AWS Support is needed. */
async function withSupport(): Promise<Variables> {
  const variables = await held();
  await story.call('POST', `/sites/${SITE.siteId}/certificates/${variables.REQUEST}/ask-for-help`);
  await story.until(variables.REQUEST ?? '', ({ step }) => step === 'AwaitOwnershipMove');
  await story.settle();
  const { ticketId, distribution } = await ticketNow();
  story.zones.put('example.net', { name: `_${HELD}`, type: 'TXT', ttl: 300, values: [distribution.domainName] });
  await story.until(variables.REQUEST ?? '', () => true);
  while ((await ticketNow()).phase !== 'SUPPORT') await story.hours(1);
  return { ...variables, TICKET: ticketId };
}

async function ticketNow(): Promise<TicketView> {
  const { tickets } = await story.call<{ tickets: TicketRow[] }>('GET', '/tickets?status=all');
  return story.call<TicketView>('GET', `/tickets/${tickets[0]?.ticketId}`);
}

/** Nothing is wrong: a request is on its way, and waits for the mailboxes. */
async function onItsWay(): Promise<Variables> {
  const { requestId } = await story.generate(PREFIX, 'wait');
  const request = await play(story, requestId, ({ step }) => step === 'AwaitValidation');
  await story.settle();
  const MACHINE = story.stateMachineArn('provision-certificate');
  return {
    SITE: SITE.siteId,
    PREFIX,
    REQUEST: requestId,
    CERTIFICATE: request.certificateArn ?? '',
    MACHINE,
    EXECUTION: `${MACHINE.replace(':stateMachine:', ':execution:')}:${requestId}`,
    KEY: story.operator.userKey,
  };
}

/** As on its way; with an application that commands may lock out without locking themselves out. */
async function ownKey(): Promise<Variables> {
  const { userKey } = await story.call<{ userKey: string }>('POST', '/applications', {
    name: 'A job',
    permissions: ['certificates.read'],
  });
  return { ...(await onItsWay()), KEY: userKey, PARTNER: SITE.partnerId };
}

/** Its names serve, and browsers use them. */
async function active(): Promise<Variables> {
  const variables = await onItsWay();
  await play(story, variables.REQUEST ?? '', ({ status }) => status === 'READY');
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  return { ...variables, PARTNER: SITE.partnerId };
}

/** CloudFront refuses what the step may not do. */
async function stopped(): Promise<Variables> {
  const fault = { kind: 'refuse', error: 'AccessDenied', message: 'Access denied.', status: 403 } as const;
  story.faults.add({ ...fault, service: 'cloudfront', operation: 'UpdateDistribution' });
  const variables = await onItsWay();
  await play(story, variables.REQUEST ?? '', ({ failing }) => failing !== null);
  return variables;
}

/** AWS checks the domain by hand, and the customer was told that we see to it. */
async function ended(): Promise<Variables> {
  story.acm.screen('example.org', 'ADDITIONAL_VERIFICATION_REQUIRED');
  mendAll(story);
  const { requestId } = await story.generate(PREFIX);
  await story.until(requestId, ({ status }) => status === 'FAILED');
  return { SITE: SITE.siteId, PREFIX, REQUEST: requestId };
}

/** A site that is still on e-mail. */
async function onMail(): Promise<Variables> {
  const { requestId } = await servingByMail(story);
  return { SITE: SITE.siteId, PREFIX, REQUEST: requestId };
}

/** Five rounds of mails that nobody answered; fifteen days are left. */
async function stuck(): Promise<Variables> {
  mendAll(story);
  const { requestId } = await story.generate(PREFIX, 'refuse', 'EMAIL');
  const { certificateArn } = await playToReady(story, requestId);
  await story.world.clock.jumpTo(new Date('2027-05-23T12:00:00Z'));
  await story.settle();
  return { SITE: SITE.siteId, REQUEST: requestId, CERTIFICATE: certificateArn ?? '' };
}

/** A certificate and a distribution with our tags that belong to nobody. */
async function leftBehind(): Promise<Variables> {
  const acm = new ACMClient(reaching(story));
  const ours = { Key: 'certificates:deployment', Value: TABLE_NAME };
  const Tags = [{ Key: 'certificates:request', Value: 'req-20250101-0123456789' }, ours];
  await acm.send(new RequestCertificateCommand({ DomainName: 'www.example.com', ValidationMethod: 'DNS', Tags }));
  acm.destroy();
  const cloudFront = new CloudFrontClient(reaching(story));
  const DistributionConfig = distributionTemplate(
    TABLE_NAME,
    'nobody',
    'us1.gigya.com',
  ) as unknown as DistributionConfig;
  const DistributionConfigWithTags = {
    DistributionConfig,
    Tags: { Items: [{ Key: 'siteId', Value: 'nobody' }, ours] },
  };
  await cloudFront.send(new CreateDistributionWithTagsCommand({ DistributionConfigWithTags }));
  cloudFront.destroy();
  await story.hours(1);
  return {};
}

/** A receiver that is out of reach. */
async function deadWebhook(): Promise<Variables> {
  await takeWebhooks(story);
  story.receivers.answer(RECEIVER, 'hang up');
  const { requestId } = await story.generate(PREFIX, 'wait');
  await story.hours(30);
  return { SITE: SITE.siteId, REQUEST: requestId };
}

/** Somebody has disabled the distribution. */
async function notServing(): Promise<Variables> {
  const variables = await active();
  await changeDistribution(story, SITE.siteId, (config) => ({ ...config, Enabled: false }));
  await story.until(variables.REQUEST ?? '', ({ waitingOn }) => waitingOn === 'vendor on-call');
  return { ...variables, DISTRIBUTION: ourDistribution() };
}

/** A second that can be restored, at which a request waited for its mailboxes. */
async function recoverable(): Promise<Variables> {
  const dynamoDb = new DynamoDBClient(reaching(story));
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  await dynamoDb.send(new UpdateContinuousBackupsCommand({ TableName: TABLE_NAME, PointInTimeRecoverySpecification }));
  dynamoDb.destroy();
  const variables = await onItsWay();
  const TIME = story.world.clock.now().toISOString();
  await story.hours(1 / 6);
  return { ...variables, ALIAS: `${PREFIX}.www.example.com`, TABLE: TABLE_NAME, TIME };
}

const SCENES: Record<string, () => Promise<Variables>> = {
  'README.md': async () => ({}),
  'identity-already-exists.md': held,
  'move-cname-ownership.md': withSupport,
  'aws-support-case.md': withSupport,
  'workflow-stopped.md': stopped,
  'watch-in-trouble.md': onItsWay,
  'api-failing.md': onItsWay,
  'callers-refused.md': onItsWay,
  'dead-letters.md': onItsWay,
  'certificate-expiring.md': active,
  'quota-nearly-used.md': onItsWay,
  'mails-bounced.md': onItsWay,
  'email-sunset-campaign.md': onMail,
  'renewal-stuck.md': stuck,
  'ended-for-on-call.md': ended,
  'orphans.md': leftBehind,
  'webhook-dead.md': deadWebhook,
  'names-not-serving.md': notServing,
  'customer-offboarding.md': active,
  'restore-the-table.md': recoverable,
  'rotate-a-secret.md': ownKey,
  'suspected-takeover.md': ownKey,
  'roll-back-a-deployment.md': onItsWay,
};

/** What the world does between two blocks; answers variables that are known from then on. */
const WORLD: Record<string, (variables: Variables) => Promise<Variables>> = {
  async 'a minute passes'() {
    await story.hours(1 / 60);
    return {};
  },
  async 'the holder is disabled'() {
    for (const { id, aliases } of story.foreign.holders()) if (aliases.includes(HELD)) story.foreign.disable(id);
    await story.hours(1 / 6); // that deploys, too
    return {};
  },
  async 'the cause is mended'() {
    story.faults.clear();
    return {};
  },
  async 'the approvers click'({ CERTIFICATE = '' }) {
    await story.settle();
    await approveAll(story, CERTIFICATE);
    return {};
  },
  async 'AWS renews'() {
    await story.hours(1);
    return {};
  },
  async 'a deployment passes'() {
    await story.hours(1 / 6);
    return {};
  },
  async 'the case is filed'({ DISTRIBUTION = '' }) {
    const { supportCase } = await ticketNow();
    const caseText = `${supportCase?.subject}\n${supportCase?.body}`;
    return { CASE: story.support.fileCase({ caseText, targetDistributionId: DISTRIBUTION }).caseId };
  },
  async 'AWS names the records'({ REQUEST = '' }) {
    await story.until(REQUEST, ({ migration }) => (migration?.records ?? 0) > 0);
    return {};
  },
  async 'the records are added'({ REQUEST = '' }) {
    addAll(story, recordsOf(await story.read(REQUEST)));
    return {};
  },
  async 'AWS sees the records'({ REQUEST = '' }) {
    await story.until(REQUEST, ({ migration }) => migration?.end !== null);
    await story.settle();
    return {};
  },
  async 'AWS Support moves the names'({ CASE = '' }) {
    await story.settle(); // a look that is under way sees them as they are now
    expect(story.support.actNow(CASE)?.answers).toMatchObject([{ alias: HELD, moved: true }]);
    return {};
  },
};

async function runAll(blocks: readonly Block[], before: Variables): Promise<void> {
  let variables = before;
  for (const { commands, exit, prints, world } of blocks) {
    if (world) variables = { ...variables, ...(await WORLD[world]?.(variables)) };
    const ran = await shell.run(commands, variables);
    const lacks = lacking(ran.output, prints);
    if (ran.exit !== exit || lacks)
      throw new Error(`${commands}\nended with ${ran.exit}, lacks "${lacks}":\n${ran.output}`);
  }
}

const runbooks = filesUnder('runbooks', '.md').map((path) => path.slice('runbooks/'.length));
const blocksIn = (file: string) => blocksOf(readFileSync(join(ROOT, 'runbooks', file), 'utf8'));

it.each(Object.keys(SCENES))('%s does as it says', async (file) => {
  const blocks = blocksIn(file).filter(({ ends }) => !ends);
  expect(blocks.length).toBeGreaterThan(0);
  await runAll(blocks, (await SCENES[file]?.()) ?? {});
});

const endings = runbooks.flatMap((file) =>
  blocksIn(file)
    .filter(({ ends }) => ends)
    .map((block) => ({ file, block, commands: block.commands.trim() })),
);
it.each(endings)('$file can end with  $commands', async ({ file, block }) => {
  await runAll([block], (await SCENES[file]?.()) ?? {});
});

it('has a scene for every runbook with commands, and knows all that the world is to do', () => {
  const withCommands = runbooks.filter((file) => blocksIn(file).length > 0);
  expect(Object.keys(SCENES).sort()).toEqual(withCommands.sort());
  const asked = runbooks.flatMap((file) => blocksIn(file).flatMap(({ world }) => world ?? []));
  expect(asked.filter((each) => !(each in WORLD))).toEqual([]);
});

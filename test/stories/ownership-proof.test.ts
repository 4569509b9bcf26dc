/**
 * The TXT record that moves a name, as people get it wrong. CloudFront remembers for a quarter of an hour that it was not there, so
 * it is asked only when every name server shows it; and who has asked it too early costs one refusal, not a case at AWS Support.
 */
import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  UpdateDomainAssociationCommand,
} from '@aws-sdk/client-cloudfront';
import type { TicketView } from '../../core/ticket.ts';
import { type Calls, recordCalls } from '../../local/calls.ts';
import { addProofs, conflictOf, expectOnlyOurs, givenConflict, HELD, ticketOf } from '../support/stories/conflict.ts';
import { reaching } from '../support/stories/left-behind.ts';
import { playToRecords } from '../support/stories/ownership.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const ZONE = 'example.net';
const RECORD = `_${HELD}`;
const ASK = 'POST /2020-05-31/domain-association';
const SECOND_SERVER = 'ns2.dns-provider.net';

let story: Story;
let calls: Calls;
let requestId: string;
let ticket: TicketView;
beforeEach(async () => {
  story = await beginStory();
  calls = recordCalls(story);
  ({ requestId } = await givenConflict(story, { enabled: false }));
  ticket = await playToRecords(story, requestId);
});
afterEach(async () => {
  calls.stop();
  await story.stop();
});

async function untilConflict(reason: string) {
  return conflictOf(await story.until(requestId, (request) => conflictOf(request)?.reason === reason));
}

function write(name: string, value: string): void {
  story.zones.put(ZONE, { name, type: 'TXT', ttl: 300, values: [`"${value}"`] });
}

it('is told apart when it is wrong, at a doubled name, or at one name server only, and asked of CloudFront once', async () => {
  const { domainName } = ticket.distribution;
  write(RECORD, `https://${domainName}/`);
  const wrong = await untilConflict('OwnershipTxtWrong');
  expect(wrong?.message).toContain(`says "https://${domainName}/" instead of "${domainName}"`);
  expect(wrong?.remedy).toContain(`${RECORD} TXT "${domainName}" (one string, without a dot at its end)`);

  story.zones.remove(ZONE, RECORD, 'TXT');
  write(`${RECORD}.${ZONE}`, domainName);
  const doubled = await untilConflict('OwnershipTxtAtDoubledName');
  expect(doubled?.message).toContain(`stands at ${RECORD}.${ZONE}: the zone name was appended`);
  expect(doubled?.remedy).toContain(`enters only the part before .${ZONE} as the name of the record`);

  story.zones.remove(ZONE, `${RECORD}.${ZONE}`, 'TXT');
  story.zones.setBehaviour(SECOND_SERVER, 'stale');
  write(RECORD, domainName);
  const spreading = await untilConflict('OwnershipTxtSpreading');
  expect(spreading).toMatchObject({ actor: 'nobody' });
  expect(spreading?.message).toContain(`The name servers of ${ZONE} do not agree yet`);
  await story.hours(2);
  expect(calls.of(ASK)).toHaveLength(0);

  story.zones.setBehaviour(SECOND_SERVER, 'answers');
  expect(await story.until(requestId, ({ status }) => status === 'READY')).toMatchObject({ failure: null });
  await story.settle();
  expect(calls.of(ASK)).toHaveLength(1);
  expect(await ticketOf(story)).toMatchObject({ outcome: 'moved', aliases: [{ refusal: null }] });
  await expectOnlyOurs(story);
});

it('is asked for again a quarter of an hour later when somebody had asked CloudFront too early', async () => {
  await askTooEarly();
  addProofs(story, ticket);
  expect(await story.until(requestId, ({ status }) => status === 'READY')).toMatchObject({ failure: null });
  await story.settle();
  const [early, refused, moved, ...more] = calls.of(ASK).map(({ at }) => at.getTime());
  expect(more).toEqual([]);
  expect(refused).toBeGreaterThan(early ?? 0);
  expect((moved ?? 0) - (refused ?? 0)).toBeGreaterThanOrEqual(15 * 60_000);
  expect(await ticketOf(story)).toMatchObject({ outcome: 'moved', supportCase: null });
  expect(story.support.cases()).toEqual([]);
  await expectOnlyOurs(story);
});

/** On-call, by hand, before the record stands. */
async function askTooEarly(): Promise<void> {
  const { id: DistributionId } = ticket.distribution;
  const client = new CloudFrontClient(reaching(story));
  const { ETag: IfMatch } = await client.send(new GetDistributionConfigCommand({ Id: DistributionId }));
  const asking = client.send(
    new UpdateDomainAssociationCommand({ Domain: HELD, TargetResource: { DistributionId }, IfMatch }),
  );
  await expect(asking).rejects.toThrow('Invalid or missing alias DNS TXT records');
  client.destroy();
}

/** A site ends: the customer's DNS leaves first, and nothing is taken away before; then nothing is left but a tombstone. */
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import { createFaults } from '../../local/aws/faults.ts';
import { mendRecord } from '../../local/people.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { mendAll, play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import {
  distributions,
  keep,
  NAMES,
  readSite,
  removeRecords,
  retire,
  targetRecord,
  untilRetirement,
} from '../support/stories/retirement.ts';

const ALIAS = 'login.www.example.com';
let story: Story;
beforeEach(async () => {
  story = await beginStory();
  mendAll(story);
});
afterEach(() => story.stop());

async function activated(): Promise<string> {
  const { requestId } = await story.generate(PREFIX);
  await playToReady(story, requestId);
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  return requestId;
}

const letters = () => story.mail.mailboxes.list().map(({ subject, text }) => `${subject}\n${text}`);
const asMuchAs = async () => ({ distributions: await distributions(story), target: targetRecord(story) });

it('takes everything away when the last record is gone, in the order that harms nobody, and leaves a tombstone', async () => {
  const requestId = await activated();
  const { certificateArn } = await story.read(requestId);
  expect(await retire(story)).toMatchObject({
    apiDomainPrefix: null,
    retirement: { state: 'AWAITING_DNS', execution: 'acme-retire-1' },
  });
  expect(await story.read(requestId)).toMatchObject({ status: 'READY' });
  await story.hours(0.1);
  expect((await readSite(story)).retirement?.pointing).toEqual(Object.keys(NAMES).sort());
  expect(letters().some((text) => text.startsWith('Remove 5 DNS records: site acme is being retired'))).toBe(true);

  removeRecords(story);
  const site = await untilRetirement(story, 'RETIRED');
  await story.settle();
  expect(site).toMatchObject({ siteId: 'acme', cnameTarget: null, apiDomainPrefix: null, contacts: [] });
  expect(site.retirement).toMatchObject({ pointing: [], unknown: [], failing: null });
  expect(await asMuchAs()).toEqual({ distributions: 0, target: undefined });
  expect(story.acm.certificates.find(certificateArn ?? '')).toBeUndefined();
  const retired = await story.read(requestId);
  expect(retired).toMatchObject({ status: 'RETIRED', alongside: [], waitingOn: 'nobody', nextCheckAt: null });
  expect(retired.aliases[0]?.conditions.serving?.reason).toBe('ServingRetired');
  const done = story.world.mutations.map(({ operation }) => operation);
  const last = (operation: string) => done.lastIndexOf(operation);
  expect(last('DeleteCertificate')).toBeLessThan(last('ChangeResourceRecordSets'));
  expect(last('ChangeResourceRecordSets')).toBeLessThan(last('DeleteDistribution'));
  expect((await story.call<{ sites: SiteAnswer[] }>('GET', '/sites')).sites[0]?.retirement?.state).toBe('RETIRED');

  // Quiet for ever: nobody looks after it any more.
  const invoked: string[] = [];
  story.onInvoked((name) => invoked.push(name));
  await story.hours(30 * 24);
  expect(invoked.length).toBeLessThanOrEqual(2);
});

it('never uses a site id or an API key again, and whoever points there finds nothing', async () => {
  await retire(story);
  removeRecords(story);
  await untilRetirement(story, 'RETIRED');
  const { siteId, ...same } = SITE;
  await expect(story.call('PUT', `/sites/${siteId}`, same)).rejects.toThrow('Site acme is retired');
  await expect(story.call('PUT', '/sites/heir', { ...same, partnerId: 'heir' })).rejects.toThrow('API key');
  await expect(story.generate(PREFIX)).rejects.toThrow('Site acme is retired');
  await expect(story.call('PUT', `/sites/${siteId}/prefix`, { prefix: PREFIX })).rejects.toThrow(
    'Site acme is retired',
  );
  await expect(keep(story)).rejects.toThrow('Site acme is retired');
  expect((await retire(story)).retirement?.state).toBe('RETIRED');

  // The name is free for another site of its owner; a record that leads to the old target leads nowhere.
  mendRecord(story, 'www.example.com');
  expect(targetRecord(story)).toBeUndefined();
  const other = { ...same, apiKey: '3_Other-Site-Key', trustedSiteUrls: ['https://www.example.com/'], name: 'Other' };
  await story.call('PUT', '/sites/other', other);
  mendRecord(story, 'www.example.com', 'other');
  await story.hours(1);
  const { requestId } = await story.call<{ requestId: string }>('POST', '/sites/other/certificates', {
    prefix: PREFIX,
  });
  expect(requestId).toMatch(/^req-/);
});

it('keeps all while one name leads here, and when it does so at the deadline says so and goes on serving', async () => {
  const requestId = await activated();
  await retire(story);
  removeRecords(story, [ALIAS]);
  await story.hours(48);
  expect((await readSite(story)).retirement).toMatchObject({
    state: 'AWAITING_DNS',
    pointing: [ALIAS],
    goneSince: null,
  });
  await story.hours(88 * 24 + 1);
  const site = await readSite(story);
  expect(site.retirement?.state).toBe('OVERDUE');
  expect(story.alarms.ringing()).toEqual(['RetirementsOverdue']);
  expect(site.retirement).toMatchObject({ pointing: [ALIAS], deadline: null });
  expect(site.cnameTarget).toBe('acme.sslproxy.us1.gigya.com');
  expect(story.cloudFront.routes.find(ALIAS)).toMatchObject({ enabled: true });
  expect((await story.read(requestId)).status).toBe('READY');
  expect(letters().some((text) => text.includes('is not retired: DNS records still lead to it'))).toBe(true);

  // The record goes, and the site is retired again.
  await story.hours(1);
  expect(story.alarms.ringing()).toEqual([]);
  removeRecords(story);
  expect((await retire(story)).retirement).toMatchObject({ execution: 'acme-retire-2', state: 'AWAITING_DNS' });
  await untilRetirement(story, 'RETIRED');
  expect(await asMuchAs()).toEqual({ distributions: 0, target: undefined });
});

it('is withdrawn as long as nothing was taken away', async () => {
  const requestId = await activated();
  await retire(story);
  await expect(story.generate(PREFIX)).rejects.toThrow('Site acme is being retired');
  await story.hours(2);
  expect((await keep(story)).retirement?.state).toBe('KEPT');
  await story.settle();
  removeRecords(story);
  await story.hours(48);
  expect((await readSite(story)).retirement?.state).toBe('KEPT');
  for (const name of Object.keys(NAMES)) mendRecord(story, name.slice('login.'.length));
  await story.hours(24);
  expect(await asMuchAs()).toMatchObject({ distributions: 1 });
  await story.call('PUT', `/sites/${SITE.siteId}/prefix`, { prefix: PREFIX });
  expect(await story.read(requestId)).toMatchObject({ status: 'ACTIVE', alongside: [] });
});

it('cancels a request that is on its way, and takes nothing away before that has ended', async () => {
  const { requestId } = await story.generate(PREFIX);
  await play(story, requestId, ({ step }) => step === 'AwaitDeployment');
  await retire(story);
  removeRecords(story);
  await untilRetirement(story, 'RETIRED');
  await story.settle();
  expect(await story.read(requestId)).toMatchObject({ status: 'CANCELED' });
  expect(await asMuchAs()).toEqual({ distributions: 0, target: undefined });
});

it('is set going by retiring again, also when Step Functions redrives it no more', async () => {
  const broken = { kind: 'refuse', error: 'InternalFailure', message: 'Internal failure', status: 500 } as const;
  await activated();
  story.faults.add({ ...broken, service: 'ses', operation: 'SendEmail', times: 1000 });
  await retire(story);
  await story.world.clock.jumpUntil(async () => story.alarms.ringing().length > 0, new Date('2026-11-28T09:00:00Z'));
  expect(story.alarms.ringing()).toEqual(['WorkflowsStopped']);
  expect((await readSite(story)).retirement).toMatchObject({
    state: 'AWAITING_DNS',
    execution: 'acme-retire-1',
    failing: { error: 'AwsUnavailable' },
  });
  await story.hours(14.5 * 24);
  story.faults.clear();
  expect((await retire(story)).retirement).toMatchObject({ execution: 'acme-retire-2', failing: null });
  await story.settle();
  expect(letters().filter((text) => text.startsWith('Remove 5 DNS records'))).toHaveLength(1);

  removeRecords(story);
  expect(await untilRetirement(story, 'RETIRED')).toMatchObject({ retirement: { execution: 'acme-retire-2' } });
  expect(await asMuchAs()).toEqual({ distributions: 0, target: undefined });
});

it('is set going so past the point of no return, too', async () => {
  const denied = { kind: 'refuse', error: 'AccessDenied', message: 'Access denied', status: 403, times: 1000 } as const;
  await activated();
  story.faults.add({ ...denied, service: 'cloudfront', operation: 'DeleteDistribution' });
  await retire(story);
  removeRecords(story);
  await story.world.clock.jumpUntil(async () => story.alarms.ringing().length > 0, new Date('2026-11-28T09:00:00Z'));
  await story.hours(14.5 * 24);
  story.faults.clear();
  const { retirement } = await retire(story);
  expect(retirement).toMatchObject({ state: 'REMOVING', execution: 'acme-retire-2', deadline: null, failing: null });

  expect(await untilRetirement(story, 'RETIRED')).toMatchObject({ retirement: { execution: 'acme-retire-2' } });
  expect(letters().filter((text) => text.startsWith('Remove 5 DNS records'))).toHaveLength(1);
  expect(await asMuchAs()).toEqual({ distributions: 0, target: undefined });
});

it('is set going so after its distribution has gone, too', async () => {
  await activated();
  await retire(story);
  removeRecords(story);
  await untilRetirement(story, 'REMOVING');
  const refused = {
    kind: 'refuse',
    error: 'ServiceUnavailableException',
    message: 'out',
    status: 503,
    times: 1000,
  } as const;
  story.faults.add({ ...refused, service: 'ses', operation: 'SendEmail' });
  await story.world.clock.jumpUntil(async () => story.alarms.ringing().length > 0, new Date('2026-11-28T09:00:00Z'));
  expect(await asMuchAs()).toEqual({ distributions: 0, target: undefined });
  await story.hours(14.5 * 24);
  story.faults.clear();
  await retire(story);
  expect(await untilRetirement(story, 'RETIRED')).toMatchObject({ retirement: { execution: 'acme-retire-2' } });
});

it('is begun by watch where Step Functions could not be reached, and nobody asks again', async () => {
  await activated();
  const faults = createFaults(story.world);
  faults.add({
    service: 'states',
    operation: 'StartExecution',
    kind: 'refuse',
    status: 503,
    error: 'ServiceUnavailable',
    message: 'out',
  });
  await expect(retire(story)).rejects.toThrow('AWS');
  faults.clear();
  removeRecords(story);
  await untilRetirement(story, 'RETIRED');
  expect(await asMuchAs()).toEqual({ distributions: 0, target: undefined });
});

/**
 * Three of fourteen names are held, by three others. Eleven serve while the three are waited for, under one ticket: one is moved by
 * the API, one by AWS Support, one is let go of; and then all fourteen serve.
 */
import { connect } from 'node:tls';
import { fileCase, raiseQuota } from '../../local/people.ts';
import { SITE, trustedUrls } from '../../local/scenery.ts';
import {
  checkAgain,
  conflictOf,
  expectOnlyOurs,
  expectTold,
  playToConflict,
  ticketOf,
} from '../support/stories/conflict.ts';
import { mendTrusted } from '../support/stories/many-names.ts';
import { playToSupport } from '../support/stories/ownership.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

const [ENABLED, DISABLED, LET_GO] = [
  'login.store-2.example.org',
  'login.store-5.example.org',
  'login.blog.example.net',
];
const HELD = [LET_GO, ENABLED, DISABLED];

let story: Story;
beforeEach(async () => {
  story = await beginStory();
  const { siteId, ...site } = SITE;
  await story.call('PUT', `/sites/${siteId}`, { ...site, trustedSiteUrls: trustedUrls(14) });
  mendTrusted(story, trustedUrls(14));
  await raiseQuota(story, 'namesPerCertificate', 14);
});
afterEach(() => story.stop());

/** The names of the certificate that a browser is shown; none without a certificate. */
function handshake(servername: string): Promise<string[]> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port: story.ports.edgeTls, servername, rejectUnauthorized: false };
    const socket = connect(options, () => {
      const { subjectaltname = '' } = socket.getPeerCertificate();
      socket.destroy();
      resolve(subjectaltname.split(', ').map((name) => name.replace('DNS:', '')));
    });
    socket.once('error', () => resolve([]));
  });
}

/** Of these names, those that browsers are shown our certificate of all fourteen for. */
async function servedByUs(aliases: readonly string[]): Promise<string[]> {
  const shown = await Promise.all(aliases.map(async (alias) => ({ alias, names: await handshake(alias) })));
  return shown.filter(({ alias, names }) => names.length === 14 && names.includes(alias)).map(({ alias }) => alias);
}

it('serves eleven while three are waited for under one ticket, and all fourteen in the end', async () => {
  const enabled = await story.foreign.holdElsewhere({ alias: ENABLED });
  const disabled = await story.foreign.holdElsewhere({ alias: DISABLED, account: '777766665555', enabled: false });
  const letGo = await story.foreign.holdElsewhere({ alias: LET_GO, account: '555544443333', kind: 'tenant' });
  const waiting = await playToConflict(story);
  const { requestId } = waiting;
  const aliases = waiting.aliases.map(({ alias }) => alias);
  expect(aliases).toHaveLength(14);
  for (const holder of [enabled, disabled, letGo]) expectTold(story, waiting, holder);

  await story.hours(1);
  const free = aliases.filter((alias) => !HELD.includes(alias));
  expect(free).toHaveLength(11);
  expect(await servedByUs(aliases)).toEqual(free);
  const part = await story.read(requestId);
  const serving = part.aliases.filter(({ conditions }) => conditions.serving?.status === 'True');
  expect(serving.map(({ alias }) => alias)).toEqual(free);

  const opened = await playToSupport(story, requestId);
  expect(opened.aliases.map(({ alias, state, path }) => [alias, state, path]).sort()).toEqual([
    [LET_GO, 'held', 'support'],
    [ENABLED, 'held', 'support'],
    [DISABLED, 'gone', 'none'],
  ]);
  expect(opened.title).toBe('Identity already exists: 2 of 3 names of site acme held by others');
  const asked = await story.read(requestId);
  expect(HELD.map((alias) => conflictOf(asked, alias)?.reason)).toEqual([
    'OwnershipAtSupport',
    'OwnershipAtSupport',
    'NoConflict',
  ]);
  story.foreign.release(letGo.id);
  const { caseId } = await fileCase(story, opened);
  story.support.actNow(caseId);
  await checkAgain(story, requestId);

  const ready = await story.until(requestId, ({ status }) => status === 'READY');
  await story.settle();
  expect(ready.aliases.map(({ conditions }) => conditions.serving?.status)).toEqual(Array(14).fill('True'));
  expect(await servedByUs(aliases)).toEqual(aliases);
  expect(await ticketOf(story)).toMatchObject({ ticketId: opened.ticketId, status: 'closed', outcome: 'moved' });
  await expectOnlyOurs(story);
});

/** A link that was forwarded, in the browser of somebody without an account. */
import { PREFIX, SITE } from '../../local/scenery.ts';
import { approveAll, mendAll } from '../support/stories/play.ts';
import { type Visit, visitConsole } from './console.ts';

let visit: Visit;
let hash: string;
let requestId: string;

beforeAll(async () => {
  visit = await visitConsole({}, null);
  ({ requestId } = await visit.story.generate(PREFIX, 'wait'));
  await visit.story.until(requestId, ({ step }) => step === 'AwaitPreflightFix');
  const path = `/sites/${SITE.siteId}/certificates/${requestId}/instructions`;
  const { url } = await visit.story.call<{ url: string }>('POST', path);
  hash = new URL(url).hash;
});

afterAll(() => visit?.leave());

it('shows what there is to do, without an account and without a way further in', async () => {
  await visit.visit(hash);
  await visit.see('To be done by');
  await visit.see('login.blog.example.net has no DNS record.');
  await visit.page
    .getByRole('button', { name: 'Copy acme.sslproxy.us1.gigya.com for login.blog.example.net' })
    .waitFor();
  expect(await visit.page.getByRole('navigation').count()).toBe(0);
  expect(await visit.page.locator('#main').innerText()).not.toContain('Acme');
  await visit.picture('instructions');
});

it('prints the words and not the buttons', async () => {
  await visit.page.emulateMedia({ media: 'print' });
  expect(await visit.page.locator('#main button:visible').count()).toBe(0);
  await visit.see('login.blog.example.net has no DNS record.');
  await visit.page.emulateMedia({ media: 'screen' });
});

it('goes on by itself to what is to be done next, and says when that is nothing', async () => {
  mendAll(visit.story);
  const { certificateArn } = await visit.story.until(requestId, ({ step }) => step === 'AwaitValidation');
  await visit.see(/^The approval mail for login\.blog\.example\.net waits in the mailboxes of example\.net until/);
  await visit.see('hostmaster@example.net');
  await visit.see(/^The genuine mail comes from Amazon Certificates/);
  await visit.picture('instructions-mails');
  await approveAll(visit.story, certificateArn);
  await visit.story.until(requestId, ({ status }) => status === 'READY');
  await visit.see('Nothing is to be done now: all that was asked for is seen, or not waited for any more.');
});

it('shows each thing that is to be done of a name, and none that is not any more', async () => {
  const AT = '2026-11-21T09:00:00.000Z';
  const open = { alias: 'login.example.net', state: 'open', since: AT, records: [], mailboxes: [] };
  const asked = ['Its CAA forbids Amazon.', 'Its domain takes no mail.'].map((seen) => ({ ...open, seen, todo: seen }));
  await visit.page.route('**/api/instructions?*', (route) =>
    route.fulfill({ json: { instructions: asked, deadline: null, expiresAt: AT } }),
  );
  await visit.see('Its CAA forbids Amazon.');
  asked.shift();
  await visit.page.getByText('Its CAA forbids Amazon.').first().waitFor({ state: 'detached' });
  expect(await visit.page.getByRole('heading', { name: 'login.example.net' }).count()).toBe(1);
  await visit.page.unroute('**/api/instructions?*');
});

it('says of a forged link no more than that it leads nowhere', async () => {
  await visit.visit('#/instructions/0000000000000000000000000000000000000000');
  await visit.see('This link leads nowhere, or has ended.');
  await visit.picture('instructions-unknown');
  expect(visit.complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
});

/** What somebody without an account is told: from a letter that was forwarded, until the link ends, and not a word by a forged one. */
import type { InstructionsAnswer } from '../../core/api/answers-notify.ts';
import { addValidationRecord } from '../../local/people.ts';
import { SITE } from '../../local/scenery.ts';
import { addProofs, givenConflict, HELD } from '../support/stories/conflict.ts';
import { ask } from '../support/stories/https.ts';
import { passTo, playToRecords } from '../support/stories/ownership.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { CERTIFICATES, givenActive } from '../support/stories/replacing.ts';
import { retire } from '../support/stories/retirement.ts';
import { askForApproval, CONTACT } from '../support/stories/validation.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

/** As the browser of a stranger asks. */
async function open(token: string) {
  const { status, body } = await ask(story, { path: `/api/instructions?token=${token}`, as: null });
  return { status, body: body as InstructionsAnswer & { detail: string; code: string; remedy: string } };
}

function letter(subject: RegExp) {
  const found = story.mail.mailboxes.list(CONTACT).find((mail) => subject.test(mail.subject));
  if (!found) throw new Error(`no letter ${subject}`);
  const token = /\/#\/instructions\/([0-9a-f]{40})$/m.exec(found.text)?.[1] ?? '';
  return { ...found, token };
}

it('goes out with the letter, in text and HTML, and shows a mailbox owner what to do and nothing else', async () => {
  const { requestId } = await askForApproval(story);
  const { text, html, raw, token } = letter(/^Approve 5/);
  expect(text).toContain('without an account, until 24 November 2026 at 09:0');
  expect(html).toContain(`<a href="${/http:\S+instructions\S+/.exec(text)?.[0]}">`);
  expect(raw).toContain('Auto-Submitted: auto-generated');
  expect(raw).toContain('List-ID: <acme.certificates.localhost>');
  expect(raw).toContain('Content-Type: multipart/alternative');

  const { status, body } = await open(token);
  expect(status).toBe(200);
  expect(body.deadline).toBe((await story.read(requestId)).deadline);
  expect(body.instructions).toHaveLength(5);
  expect(body.instructions[0]).toMatchObject({
    alias: 'login.www.example.com',
    state: 'open',
    records: [],
    mailboxes: expect.arrayContaining(['admin@example.com', 'webmaster@example.com']),
  });
  for (const hidden of [requestId, SITE.name, SITE.apiKey, SITE.partnerId, CONTACT, 'arn:'])
    expect(JSON.stringify(body)).not.toContain(hidden);
});

it('shows the owner of the DNS the TXT record that moves a held name, and never who holds it', async () => {
  const { requestId } = await givenConflict(story, { enabled: false });
  const ticket = await playToRecords(story, requestId);
  const { token } = letter(/^Add 1 TXT record/);
  const { body } = await open(token);
  expect(body.instructions).toEqual([
    {
      alias: HELD,
      state: 'open',
      seen: `The TXT record _${HELD} does not exist yet.`,
      since: expect.any(String),
      todo: expect.stringContaining(`_${HELD} TXT "${ticket.distribution.domainName}"`),
      records: [{ name: `_${HELD}`, type: 'TXT', value: ticket.distribution.domainName }],
      mailboxes: [],
    },
  ]);
  expect(JSON.stringify(body)).not.toMatch(/account|\*\*\*/);
  addProofs(story, ticket);
  await story.until(requestId, ({ status }) => status === 'READY');
  expect((await open(token)).body).toMatchObject({ deadline: null, instructions: [] });
});

it('is made at will too, and ends with what it asks for: then it is answered like one that was made up', async () => {
  const { requestId } = await askForApproval(story);
  const path = `/sites/${SITE.siteId}/certificates/${requestId}/instructions`;
  const { url, expiresAt } = await story.call<{ url: string; expiresAt: string }>('POST', path);
  const token = url.slice(url.lastIndexOf('/') + 1);
  expect((await open(token)).status).toBe(200);
  expect(expiresAt).toBe((await story.read(requestId)).deadline);
  await passTo(story, '2026-11-24T09:30:00.000Z');
  const ended = await open(token);
  const forged = await open('0'.repeat(40));
  const words = ({ status, body }: typeof ended) => [status, body.code, body.detail, body.remedy];
  expect(words(ended)).toEqual([
    404,
    'InstructionsUnknown',
    'This link leads nowhere, or has ended.',
    'Ask whoever sent it to you for a new one.',
  ]);
  expect(words(forged)).toEqual(words(ended));
});

it('is not made where nobody outside has anything to do, and its token is neither kept nor written down', async () => {
  const { requestId } = await story.generate('login', 'wait');
  await story.until(requestId, ({ step }) => step === 'AwaitPreflightFix');
  const path = `/sites/${SITE.siteId}/certificates/${requestId}/instructions`;
  const { url } = await story.call<{ url: string }>('POST', path);
  const token = url.slice(url.lastIndexOf('/') + 1);
  await open(token);
  const { entries } = await story.call<{ entries: object[] }>('GET', '/audit');
  expect(JSON.stringify(entries)).toContain('instructions.get');
  expect(JSON.stringify(entries)).not.toContain(token);
  await story.call('POST', `/sites/${SITE.siteId}/certificates/${requestId}/cancel`);
  await story.settle();
  await expect(story.call('POST', path)).rejects.toThrow('waits for nothing that somebody outside could do');
});

it('tells the records of a migration to whoever has no account, and that nothing is left to do', async () => {
  const { requestId } = await givenActive(story);
  const path = `${CERTIFICATES}/${requestId}`;
  await expect(story.call('POST', `${path}/instructions`)).rejects.toThrow('waits for nothing');
  await story.call('POST', `${path}/migrate-to-dns`);
  await story.until(requestId, ({ migration }) => migration?.records === 5);
  await story.settle();
  const { token } = letter(/^Add 5 DNS records/);
  const records = (await open(token)).body.instructions.flatMap(({ records }) => records);
  expect(records).toHaveLength(5);
  for (const record of records) addValidationRecord(story, record);
  await story.until(requestId, ({ method }) => method === 'DNS');
  expect((await open(token)).body.instructions).toEqual([]);
});

it('tells which record is to be put back, and no more when the site is on its way out', async () => {
  const { requestId } = await givenActive(story);
  story.zones.remove('example.com', 'login.www.example.com', 'CNAME');
  await story.until(requestId, ({ alongside }) => alongside.includes('DEGRADED'));
  const path = `${CERTIFICATES}/${requestId}/instructions`;
  const { url } = await story.call<{ url: string }>('POST', path);
  const token = url.slice(url.lastIndexOf('/') + 1);
  expect((await open(token)).body.instructions[0]).toMatchObject({
    alias: 'login.www.example.com',
    state: 'open',
    records: [{ name: 'login.www.example.com', type: 'CNAME', value: 'acme.sslproxy.us1.gigya.com' }],
  });
  await retire(story);
  expect((await open(token)).body.instructions).toEqual([]);
  await expect(story.call('POST', path)).rejects.toThrow('waits for nothing');
});

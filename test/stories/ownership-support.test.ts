/** A name is held in an account that nobody can reach: proof, refusal, one ticket, AWS Support, and the request goes on by itself. */
import type { TicketRow, TicketView } from '../../core/ticket.ts';
import type { RequestView } from '../../core/view.ts';
import { FOREIGN_ACCOUNT } from '../../local/foreign.ts';
import { PREFIX, SITE } from '../../local/scenery.ts';
import { OUR_ACCOUNT } from '../../local/world.ts';
import { expectOnlyOurs, HELD } from '../support/stories/conflict.ts';
import { mendAll, play } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

const act = (requestId: string, what: string) =>
  story.call<RequestView>('POST', `/sites/${SITE.siteId}/certificates/${requestId}/${what}`);
const tickets = () => story.call<{ tickets: TicketRow[] }>('GET', '/tickets?status=all');
const ticket = (id: string) => story.call<TicketView>('GET', `/tickets/${id}`);
const conflict = ({ aliases }: RequestView) => aliases.find(({ alias }) => alias === HELD)?.conditions.conflict;
const prove = (value: string) =>
  story.zones.put('example.net', { name: `_${HELD}`, type: 'TXT', ttl: 300, values: [`"${value}"`] });

it('is moved by AWS Support on the proof of a TXT record, with one ticket that says all', async () => {
  const holder = await story.foreign.holdElsewhere({ alias: HELD });
  mendAll(story);
  await story.hours(1);
  const { requestId } = await story.generate(PREFIX);
  await play(story, requestId, ({ step }) => step === 'AwaitRelease');

  await act(requestId, 'ask-for-help');
  const asked = await story.until(requestId, (request) => conflict(request)?.reason === 'OwnershipTxtMissing');
  expect(asked).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'customer DNS' });
  const [row] = (await tickets()).tickets;
  const opened = await ticket(row?.ticketId ?? '');
  const { record } = opened.aliases[0] ?? {};
  const domainName = opened.distribution.domainName;
  expect(record).toEqual({ name: `_${HELD}`, type: 'TXT', value: domainName });
  expect(conflict(asked)?.remedy).toContain(`_${HELD} TXT "${domainName}"`);
  expect(conflict(asked)?.remedy).toContain(asked.deadline);
  const letter = story.mail.mailboxes.list().find(({ subject }) => subject.startsWith('Add 1 TXT record'));
  expect(letter?.text).toContain(`_${HELD}. 300 IN TXT "${domainName}"`);

  prove(holder.domainName);
  const wrong = await story.until(requestId, (request) => conflict(request)?.reason === 'OwnershipTxtWrong');
  expect(conflict(wrong)?.message).toContain(`"${holder.domainName}"`);
  expect((await ticket(opened.ticketId)).steps.map(({ state }) => state)).toEqual([
    'done',
    'done',
    'open',
    'blocked',
    'blocked',
    'blocked',
    'blocked',
    'blocked',
  ]);

  prove(domainName);
  const atSupport = await story.until(requestId, (request) => conflict(request)?.reason === 'OwnershipAtSupport');
  expect(atSupport).toMatchObject({ status: 'PENDING', waitingOn: 'vendor on-call', failing: null });
  expect(conflict(atSupport)?.message).toContain('Alias move is not allowed since the source distribution is enabled');
  const refused = await ticket(opened.ticketId);
  expect(refused).toMatchObject({ phase: 'SUPPORT', waitingOn: 'vendor on-call', severity: '3' });
  expect(refused.steps.find(({ state }) => state === 'manual')?.id).toBe('file-case');
  const { supportCase, distribution } = refused;
  for (const fact of [HELD, distribution.id, domainName, OUR_ACCOUNT, `${atSupport.certificateArn}`, `_${HELD} TXT`])
    expect(supportCase?.body).toContain(fact);
  expect(supportCase?.body).not.toContain(FOREIGN_ACCOUNT);

  const filed = story.support.fileCase({
    caseText: `${supportCase?.subject}\n${supportCase?.body}`,
    targetDistributionId: distribution.id,
  });
  await story.call('POST', `/tickets/${opened.ticketId}/notes`, { text: 'Filed.', supportCaseId: filed.caseId });
  expect(await story.read(requestId)).toMatchObject({ waitingOn: 'AWS' });
  await story.call('POST', `/tickets/${opened.ticketId}/resolve`, { decision: 'resolve', note: 'They said so.' });
  await story.settle();
  const stillHeld = await ticket(opened.ticketId);
  expect(stillHeld).toMatchObject({ status: 'open', decision: null });
  expect(stillHeld.notes.at(-1)?.text).toBe(`Not resolved: AWS says that somebody else still holds ${HELD}.`);

  const ready = await play(story, requestId, ({ status }) => status === 'READY');
  expect(ready).toMatchObject({ status: 'READY', failure: null, failing: null });
  expect(ready.aliases.map(({ conditions }) => conditions.serving?.status)).toEqual(Array(5).fill('True'));
  await story.hours(1); // the move looks once an hour by now
  expect(await tickets()).toMatchObject({ tickets: [{ status: 'closed', outcome: 'moved', requestId }] });
  const closed = await ticket(opened.ticketId);
  expect(closed.steps.every(({ state }) => state === 'done')).toBe(true);
  expect(story.foreign.holder(holder.id)?.aliases).toEqual([]);

  await expectOnlyOurs(story);
});

/**
 * Something else in our own account holds a name, and no site has it: ours to solve. CloudFront would move it though its holder is
 * enabled; the customer is asked for the TXT record and nothing else.
 */
import { OUR_ACCOUNT } from '../../local/world.ts';
import {
  addProofs,
  conflictOf,
  expectMovedByCloudFront,
  expectOnlyOurs,
  expectTold,
  givenConflict,
  HELD,
  ticketOf,
} from '../support/stories/conflict.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

it('is moved by the API after the TXT proof, without anybody asking for it, while its holder stays enabled', async () => {
  const { holder, waiting, requestId } = await givenConflict(story, { account: OUR_ACCOUNT });
  expect(waiting).toMatchObject({ status: 'ACTION_REQUIRED', waitingOn: 'vendor on-call' });
  expect(conflictOf(waiting)?.message).toContain(`something in our own AWS account holds ${HELD}`);
  expectTold(story, waiting, holder, {
    first: 'Nothing for you to do now',
    otherwise: `On ${waiting.deadline} at the latest you hear of us again.`,
  });

  const asked = await story.until(requestId, (request) => conflictOf(request)?.reason === 'OwnershipTxtMissing');
  expect(asked).toMatchObject({ waitingOn: 'customer DNS', helpAskedAt: null });
  const opened = await ticketOf(story);
  expect(opened.aliases).toMatchObject([{ alias: HELD, holder: { kind: 'ourAccount' }, refusal: null }]);
  addProofs(story, opened);

  const ready = await story.until(requestId, ({ status }) => status === 'READY');
  await story.settle();
  await expectMovedByCloudFront(story, ready);
  const moves = story.world.mutations.filter(({ operation }) => operation === 'UpdateDomainAssociation');
  expect(moves).toMatchObject([
    { principal: 'MoveAliases', site: 'acme' },
    { principal: 'MoveAliases', resource: expect.stringContaining(holder.id) },
  ]);
  await expectOnlyOurs(story);
});

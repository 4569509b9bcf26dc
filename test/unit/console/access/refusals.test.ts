import { refusalOf } from '../../../../console/access/refusals.ts';
import { OPERATIONS } from '../../../../core/api/operations.ts';

const GENERAL = 'Your portal has sent you here, and you could not be signed in.';

it('has words for each code with which a hand-over is refused, and none with a place that nothing fills', () => {
  const said = OPERATIONS['sessions.create'].errors.map((code) => refusalOf(code));
  expect(said).toHaveLength(5);
  for (const { publicText, remedy } of said) {
    expect(publicText).not.toBe(GENERAL);
    expect(`${publicText} ${remedy}`).not.toMatch(/[{}]/);
  }
});

it('says of any other that it did not go well, whatever the address has', () => {
  for (const code of [null, '', 'InternalError', 'constructor', '<b>'])
    expect(refusalOf(code).publicText).toBe(GENERAL);
});

it('says of a member that is none whom to ask', () => {
  expect(refusalOf('NotAMember')).toMatchObject({
    publicText: 'You are not a member here, or no longer.',
    remedy: 'Ask an administrator of your company to add you as a member.',
  });
});

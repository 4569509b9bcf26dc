import { entityTagOf, isMatched } from '../../../../lambdas/api/entity-tag.ts';

const SITE = { siteId: 'acme' };
const TAG = '"p5Ms6PsyPaLyPQrP4lUtKsSdlRC_w7dm_1Yp1kaDujI"';

it('is a strong tag of the bytes of the answer', () => {
  expect(entityTagOf(SITE)).toBe(TAG);
  expect(entityTagOf({ siteId: 'other' })).not.toBe(TAG);
});

it.each([
  [TAG, true],
  [`"another", ${TAG}`, true],
  ['*', true],
  [`W/${TAG}`, false],
  ['"another"', false],
  [TAG.replaceAll('"', ''), false],
  ['', false],
])('holds for what is there, If-Match: %s: %s', (ifMatch, holds) => {
  expect(isMatched(ifMatch, SITE)).toBe(holds);
});

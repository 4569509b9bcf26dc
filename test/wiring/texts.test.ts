/** What customers read is written down as it is, and every way in which a request can end has a story that ends so and is cured. */
import { FailureReason } from '@aws-sdk/client-acm';
import { ENDINGS } from '../../core/endings.ts';
import { FAILURE_REASONS } from '../../core/validation-end.ts';
import { textsPage } from '../../scripts/texts-page.ts';
import { filesUnder, missing, read } from '../support/repository.ts';

it('has docs/texts.md as `npm run texts` writes it', () => {
  expect(read('docs/texts.md')).toBe(textsPage());
});

it('knows every failure of ACM that a public certificate can have', () => {
  const ofPublic = Object.values(FailureReason).filter((word) => !/^(PCA|SLR)_/.test(word));
  expect(missing(ofPublic, Object.keys(FAILURE_REASONS))).toEqual([]);
  expect(missing(Object.keys(FAILURE_REASONS), ofPublic)).toEqual([]);
});

it('gives every failure of ACM an ending of its own', () => {
  const endings = Object.values(FAILURE_REASONS);
  expect(new Set(endings).size).toBe(endings.length);
  expect(endings).not.toContain('ValidationFailed');
});

const stories = filesUnder('test/stories').map((file) => ({ file, text: read(file) }));

it.each(Object.keys(ENDINGS))('has a story that ends so: %s', (code) => {
  expect(stories.filter(({ text }) => text.includes(`'${code}'`)).map(({ file }) => file)).not.toEqual([]);
});

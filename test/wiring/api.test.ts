/** What is written of the API is what the operations are. */
import { apiPage } from '../../scripts/api-page.ts';
import { read } from '../support/repository.ts';

it('has docs/api.md as `npm run api` writes it', () => {
  expect(read('docs/api.md')).toBe(apiPage());
});

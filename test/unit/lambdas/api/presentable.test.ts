import { create } from '../../../../lambdas/api/api.ts';
import { presentable } from '../../../../lambdas/api/presentable.ts';
import { callApi, useApiScene } from '../../../support/unit/api.ts';

const scene = useApiScene();

it.each([
  ['a GET with a body', 'GET /sites', { body: '{}' }, 'a GET has no body'],
  ['a method of nobody’s', 'TRACE /sites', {}, 'its method is none of the API’s'],
  [
    'a header of several lines',
    'GET /sites',
    { headers: { 'x-odd': 'a\r\nb' } },
    'its header "x-odd" holds characters that no header has',
  ],
  ['half a character in the query', 'GET /sites', { query: { cursor: '\ud800' } }, 'its address is no Unicode text'],
])('refuses %s as it refuses all else', async (_, target, call, problem) => {
  const { status, headers, body } = await callApi(scene.made(create), target, call);
  expect([status, headers['content-type']]).toEqual([400, 'application/problem+json']);
  expect(body).toMatchObject({ code: 'RequestUnreadable', detail: `The call cannot be read: ${problem}.` });
});

it('refuses a body that is not what its encoding says', () => {
  const event = { httpMethod: 'POST', path: '/api/sites', body: 'no base64!', isBase64Encoded: true };
  expect(presentable(event)).toMatchObject({ body: null, unreadable: 'its body is not what its encoding says' });
});

it('leaves every other event as it is', () => {
  const event = { httpMethod: 'GET', path: '/api/sites', headers: { 'x-name': 'Zoë' }, body: null };
  expect(presentable(event)).toBe(event);
});

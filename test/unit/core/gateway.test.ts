import { type GatewayAnswer, gatewayProblem } from '../../../core/gateway.ts';
import { ProblemDetails } from '../../../lambdas/api/problem.ts';

const CODES: [GatewayAnswer, number, number][] = [
  ['TooManyCalls', 429, 403048],
  ['BodyTooLarge', 413, 413001],
  ['NotForwarded', 403, 403000],
  ['NoAnswer', 504, 504001],
];

it.each(CODES)('answers %s as the API tells a problem: %d, %d', (code, status, errorCode) => {
  const problem = gatewayProblem(code, 'call-1');
  expect(ProblemDetails.parse(problem)).toMatchObject({ code, title: code, status, errorCode, callId: 'call-1' });
});

it('names no call where none is known', () => {
  expect(gatewayProblem('BodyTooLarge')).toEqual({
    type: 'urn:certificates:error:BodyTooLarge',
    title: 'BodyTooLarge',
    status: 413,
    detail: 'The request body is larger than 262144 bytes.',
    code: 'BodyTooLarge',
    errorCode: 413001,
    remedy: 'Send less at once.',
  });
});

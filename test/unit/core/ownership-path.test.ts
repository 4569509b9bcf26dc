import type { MovingAlias } from '../../../core/move.ts';
import { ownershipPath, refusalKind } from '../../../core/ownership-path.ts';
import { ENABLED, held, holderOf } from '../../support/unit/moves.ts';

const ALIAS = 'login.example.com';
const at = (minutes: number) => new Date(Date.parse('2026-11-21T10:00:00.000Z') + minutes * 60_000);
const refusal = (kind: NonNullable<MovingAlias['refusal']>['kind'], times = 1) => ({ ...ENABLED, kind, times });

function path(fields: Partial<MovingAlias>, { alias = ALIAS, certified = [ALIAS], now = at(0) } = {}) {
  return ownershipPath({ alias, certified, now, moving: held(alias, fields) });
}

describe('the path of a name', () => {
  const seen = { txt: 'seen' } as const;
  const our = { holder: holderOf(ALIAS, { kind: 'ourAccount' }) };
  const service = { holder: holderOf(ALIAS, { kind: 'awsService', service: 'AWS Amplify' }) };
  const site = { holder: holderOf(ALIAS, { kind: 'ourSite' }) };
  it.each<[string, string, Partial<MovingAlias>, number]>([
    ['done when nobody else holds it', 'none', { state: 'gone', refusal: ENABLED }, 0],
    ['never from another site of ours', 'never', { ...seen, ...site }, 0],
    ['proof first, of another account', 'txt', { txt: 'missing' }, 0],
    ['proof first, while the servers do not agree', 'txt', { txt: 'spreading' }, 0],
    ['proof first, of our own account too', 'txt', { ...our, txt: 'unknown' }, 0],
    ['CloudFront is asked, another account', 'api', seen, 0],
    ['CloudFront is asked, our own account', 'api', { ...our, ...seen }, 0],
    ['CloudFront is asked, a service of AWS', 'api', { ...service, ...seen }, 0],
    [
      'CloudFront missed the record once: it has to forget that',
      'wait',
      { ...seen, refusal: refusal('missingTxt') },
      14,
    ],
    ['… a quarter of an hour', 'api', { ...seen, refusal: refusal('missingTxt') }, 15],
    ['… and the record must still stand then', 'txt', { txt: 'wrong', refusal: refusal('missingTxt') }, 15],
    ['CloudFront missed the record twice', 'support', { ...seen, refusal: refusal('missingTxt', 2) }, 0],
    ['our certificate may be new to CloudFront', 'wait', { ...seen, refusal: refusal('notCovered') }, 0],
    ['… not for ever', 'support', { ...seen, refusal: refusal('notCovered', 2) }, 60],
    ['the holder is enabled', 'support', { ...seen, refusal: refusal('sourceEnabled') }, 60],
    ['an answer that nobody knows', 'support', { ...seen, refusal: refusal('other') }, 60],
  ])('%s: %s', (_, kind, fields, minutes) => {
    expect(path(fields, { now: at(minutes) }).kind).toBe(kind);
  });
});

it('says when CloudFront may be asked again', () => {
  expect(path({ txt: 'seen', refusal: refusal('missingTxt') })).toMatchObject({
    kind: 'wait',
    notBefore: '2026-11-21T10:15:00.000Z',
  });
});

describe('the wildcard swap', () => {
  const enabled = { txt: 'seen', refusal: refusal('sourceEnabled') } as const;

  it('is planned for a name of an enabled holder, and begins with a certificate', () => {
    const { swap } = path(enabled);
    expect(swap).toHaveLength(6);
    expect(swap[0]).toBe('Get a certificate for our distribution that covers *.example.com besides its present names.');
  });

  it('needs no certificate where ours covers the wildcard', () => {
    expect(path(enabled, { certified: [ALIAS, '*.example.com'] }).swap[0]).toBe(
      'Add *.example.com as an alias of our distribution, and wait until it is deployed.',
    );
  });

  it.each<[string, Partial<MovingAlias>, string]>([
    ['before CloudFront has refused', { txt: 'seen' }, ALIAS],
    ['when it refused for another reason', { txt: 'seen', refusal: refusal('other') }, ALIAS],
    ['at the top of a domain, above which there is no wildcard', enabled, 'example.com'],
  ])('is none %s', (_, fields, alias) => {
    expect(path(fields, { alias }).swap).toEqual([]);
  });
});

it.each([
  ['IllegalUpdate', 'Invalid or missing alias DNS TXT records', 'missingTxt'],
  ['IllegalUpdate', 'Alias move is not allowed since the source distribution is enabled', 'sourceEnabled'],
  ['InvalidArgument', 'The target must have a trusted certificate that covers the domain', 'notCovered'],
  ['InvalidArgument', 'The domain is not valid', 'other'],
  ['IllegalUpdate', 'No', 'other'],
])('sorts a refusal: %s, %s', (code, text, kind) => {
  expect(refusalKind({ code, text })).toBe(kind);
});

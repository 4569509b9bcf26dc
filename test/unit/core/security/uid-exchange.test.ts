import { exchangeUIDSignature } from '../../../../core/security/uid-exchange.ts';
import { validateUserSignature } from '../../../../core/security/uid-signature.ts';
import { APPLICATION, NOW, PARTNER } from './invented-secrets.ts';

const keys = { partnerSecrets: [PARTNER], callerSecret: APPLICATION, now: NOW } as const;
const handedOver = {
  UID: 'abc',
  UIDSignature: 'Y28I1m9OLl1Xxvr6zzGyU6i8Kkk=',
  signatureTimestamp: '1431495820',
};

it("signs the UID anew, with the caller's secret and the server's time", () => {
  expect(exchangeUIDSignature({ ...handedOver, ...keys })).toEqual({
    valid: true,
    UID: 'abc',
    signatureTimestamp: '1431496000',
    UIDSignature: 'iJ7oB7Nsq7DA5aHA25aCNHXbA2Y=',
  });
});

it("gives what validates with the caller's secret only", () => {
  const answer = { UID: 'abc', timestamp: '1431496000', signature: 'iJ7oB7Nsq7DA5aHA25aCNHXbA2Y=', now: NOW };
  expect(validateUserSignature({ ...answer, secrets: [APPLICATION] })).toEqual({ valid: true });
  expect(validateUserSignature({ ...answer, secrets: [PARTNER] })).toMatchObject({ reason: 'wrongSignature' });
});

it.each([
  ['has expired', { signatureTimestamp: '1431495819', UIDSignature: 'RHXVEODoJhKiDDGuVkMAnpOJ9+k=' }, 400128],
  ['is forged', { UID: 'abd' }, 403003],
  ['was exchanged', { signatureTimestamp: '1431496000', UIDSignature: 'iJ7oB7Nsq7DA5aHA25aCNHXbA2Y=' }, 403003],
  ['has no readable time', { signatureTimestamp: 'now' }, 400006],
])('signs nothing that %s', (_, change, errorCode) => {
  const answer = exchangeUIDSignature({ ...handedOver, ...change, ...keys });
  expect(answer).toMatchObject({ valid: false, errorCode });
  expect(answer).not.toHaveProperty('UIDSignature');
});

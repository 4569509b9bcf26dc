import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { createKms } from '../../../../lambdas/clients/kms.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const kms = strictMock(KMSClient);
const ENV = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 's', KEY_ARN: 'arn:key' };
const client = () => createKms(ENV);

it('encrypts and decrypts under the key of the deployment and the given context', async () => {
  kms.on(EncryptCommand).resolves({ CiphertextBlob: Buffer.from([1, 2, 3]) });
  kms.on(DecryptCommand).resolves({ Plaintext: Buffer.from('plain') });
  expect(await client().encrypt(Buffer.from('plain'), { userKey: 'k' })).toBe('AQID');
  expect(Buffer.from(await client().decrypt('AQID', { userKey: 'k' })).toString()).toBe('plain');
  expect(callsOf(kms)).toEqual([
    ['Encrypt', { KeyId: 'arn:key', Plaintext: Buffer.from('plain'), EncryptionContext: { userKey: 'k' } }],
    ['Decrypt', { KeyId: 'arn:key', CiphertextBlob: Buffer.from([1, 2, 3]), EncryptionContext: { userKey: 'k' } }],
  ]);
});

it('throws what KMS says of a wrong context, and ours where it is throttled', async () => {
  kms.on(DecryptCommand).rejects(awsError('InvalidCiphertextException'));
  await expect(client().decrypt('AQID', {})).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  kms.on(EncryptCommand).rejects(awsError('ThrottlingException'));
  await expect(client().encrypt(Buffer.from('plain'), {})).rejects.toMatchObject({ name: 'AwsThrottled' });
});

it('says so when KMS answers nothing', async () => {
  kms.on(EncryptCommand).resolves({});
  kms.on(DecryptCommand).resolves({});
  const refused = { name: 'AwsRefused', details: {} };
  await expect(client().encrypt(Buffer.from('plain'), {})).rejects.toMatchObject(refused);
  await expect(client().decrypt('AQID', {})).rejects.toMatchObject(refused);
});

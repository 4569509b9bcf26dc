/** The services of which one or two operations are in use: SES, EventBridge, KMS, Lambda. */
import { KEY_ARN } from '../../local/aws/kms/service.ts';
import type { Answers, Scene } from '../scene.ts';

const FROM = 'certificates@gigya.com';
const text = (Data: string) => ({ Data, Charset: 'UTF-8' });
const letter = (more: object = {}) => ({
  FromEmailAddress: FROM,
  Destination: { ToAddresses: ['admin@example.com'] },
  Content: {
    Simple: {
      Subject: text('Příliš'),
      Body: { Text: text('a'), Html: text('<p>a</p>') },
      Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
    },
  },
  ...more,
});

export const SES: Scene = {
  service: 'sesv2',
  steps: [
    { call: 'CreateEmailIdentity', input: { EmailIdentity: 'gigya.com' }, on: 'moto' },
    { call: 'SendEmail', input: letter() },
    { call: 'SendEmail', input: letter({ Destination: {} }), error: 'BadRequestException' },
    { call: 'SendEmail', input: letter({ FromEmailAddress: undefined }), error: 'BadRequestException' },
  ],
};

const entry = (more: object = {}) => ({ Source: 'certificates', DetailType: 'Look Requested', Detail: '{}', ...more });

export const EVENTS: Scene = {
  service: 'events',
  steps: [
    { call: 'PutEvents', input: { Entries: [entry()] } },
    { call: 'PutEvents', input: { Entries: [entry(), entry({ Detail: 'no JSON' })] } },
    { call: 'PutEvents', input: { Entries: [entry({ Source: undefined })].map(({ Source: _, ...rest }) => rest) } },
    { call: 'PutEvents', input: { Entries: Array.from({ length: 11 }, () => entry()) }, error: 'ValidationException' },
  ],
};

const key = ({ key: made }: Answers): string => made?.KeyMetadata.KeyId ?? KEY_ARN;
const blob = (words: string) => ({ base64: Buffer.from(words).toString('base64') });
const sealed = ({ sealed: { CiphertextBlob } }: Answers) => ({ CiphertextBlob: { base64: CiphertextBlob } });

export const KMS: Scene = {
  service: 'kms',
  steps: [
    { call: 'CreateKey', input: {}, as: 'key', on: 'moto' },
    {
      call: 'Encrypt',
      input: (so) => ({ KeyId: key(so), Plaintext: blob('secret'), EncryptionContext: { one: '1', two: '2' } }),
      as: 'sealed',
      notBy: 'cli',
    },
    {
      call: 'Decrypt',
      input: (so) => ({ KeyId: key(so), ...sealed(so), EncryptionContext: { two: '2', one: '1' } }),
      notBy: 'cli',
    },
    {
      call: 'Decrypt',
      input: (so) => ({ KeyId: key(so), ...sealed(so), EncryptionContext: { one: '1' } }),
      error: 'InvalidCiphertextException',
      notBy: 'cli',
    },
    {
      call: 'Decrypt',
      input: (so) => ({ KeyId: key(so), CiphertextBlob: blob('nothing of this key') }),
      error: 'InvalidCiphertextException',
      notBy: 'cli',
    },
    {
      call: 'Encrypt',
      input: { KeyId: '00000000-0000-4000-8000-000000000000', Plaintext: blob('secret') },
      error: 'NotFoundException',
      notBy: 'cli',
    },
    {
      call: 'Encrypt',
      input: (so) => ({ KeyId: key(so), Plaintext: blob('x'.repeat(4097)) }),
      error: 'ValidationException',
      notBy: 'cli',
    },
  ],
};

export const LAMBDA: Scene = {
  service: 'lambda',
  steps: [
    { call: 'Invoke', input: { FunctionName: 'nobody' }, error: 'ResourceNotFoundException', notBy: 'cli' },
    { call: 'Invoke', input: { FunctionName: 'Watch', InvocationType: 'DryRun' }, on: 'ours', notBy: 'cli' },
    {
      call: 'Invoke',
      input: { FunctionName: 'Watch', InvocationType: 'Event', Payload: blob('{}') },
      on: 'ours',
      notBy: 'cli',
    },
    { call: 'Invoke', input: { FunctionName: 'Watch', Payload: blob('{}') }, on: 'ours', notBy: 'cli' },
    {
      call: 'Invoke',
      input: { FunctionName: 'Watch', Payload: blob('{') },
      error: 'InvalidRequestContentException',
      on: 'ours',
      notBy: 'cli',
    },
  ],
};

/**
 * KMS: what must be usable again, yet readable for nobody who only reads the table. A ciphertext opens under the encryption
 * context that it was made with and under no other, so that it is of no use on another record.
 */
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { awsConfig, calling, type Env, lacking, requireVariable } from './aws.ts';

export type EncryptionContext = Readonly<Record<string, string>>;

export function createKms(env: Env) {
  const client = new KMSClient(awsConfig(env));
  const KeyId = requireVariable(env, 'KEY_ARN');
  return {
    /** At most 4,096 bytes (API_Encrypt.html). Answers BASE64. */
    async encrypt(plaintext: Uint8Array, context: EncryptionContext): Promise<string> {
      const input = { KeyId, Plaintext: plaintext, EncryptionContext: { ...context } };
      const { CiphertextBlob } = await calling(client.send(new EncryptCommand(input)));
      if (!CiphertextBlob) throw lacking('CiphertextBlob');
      return Buffer.from(CiphertextBlob).toString('base64');
    },

    /** Throws InvalidCiphertextException where text or context are not those of `encrypt`: somebody has changed the table. */
    async decrypt(ciphertext: string, context: EncryptionContext): Promise<Uint8Array> {
      const input = {
        KeyId,
        CiphertextBlob: Buffer.from(ciphertext, 'base64'),
        EncryptionContext: { ...context },
      };
      const { Plaintext } = await calling(client.send(new DecryptCommand(input)));
      if (!Plaintext) throw lacking('Plaintext');
      return Plaintext;
    },
  };
}

export type Kms = ReturnType<typeof createKms>;

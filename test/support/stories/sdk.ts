/**
 * A client that speaks as the vendor's SDKs do, for tests: form parameters, `sdk`, `format` and `httpStatusCodes` added, signed with
 * a user key's or an owner's secret. `python` sorts and encodes by RFC 3986; `php` sends as it was given, `+` for a space, `%7E`.
 */

import { percentEncode } from '../../../core/security/parameter.ts';
import { signRequest } from '../../../core/security/request-signature.ts';
import { parseSecret } from '../../../core/security/secret.ts';
import type { Product } from '../../../local/product.ts';
import { ask, type Told } from './https.ts';

export interface SdkClient {
  apiKey: string;
  secret: string;
  userKey?: string;
  /** As which SDK the form is written. */
  writes?: 'python' | 'php';
  proxyPort: number;
  /** Unix seconds; of the machine by default. */
  timestamp?: number;
}

let drawn = 0;

/** The parameters of a signed call. */
export function signed(
  { apiKey, secret, userKey, timestamp = Math.floor(Date.now() / 1000) }: Omit<SdkClient, 'proxyPort'>,
  url: string,
  parameters: Readonly<Record<string, string>>,
): Record<string, string> {
  const key = parseSecret(secret);
  if (!key.valid) throw new Error('no secret');
  const all = {
    ...parameters,
    format: 'json',
    httpStatusCodes: 'false',
    sdk: 'test_1',
    apiKey,
    timestamp: String(timestamp),
    nonce: `${timestamp}${++drawn}`,
    ...(userKey === undefined ? {} : { userKey }),
  };
  const made = signRequest({ method: 'POST', url, parameters: Object.entries(all) }, key.secret);
  if (!made.valid) throw new Error(`cannot be signed: ${made.reason}`);
  return { ...all, sig: made.sig };
}

export async function callAsSdk(
  product: Product,
  client: SdkClient,
  method: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const host = `${method.split('.')[0]}.us1.gigya.com`;
  const all = Object.entries(signed(client, `https://${host}/${method}`, parameters));
  const body =
    client.writes === 'php'
      ? new URLSearchParams(all).toString()
      : all
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => `${name}=${percentEncode(value)}`)
          .join('&');
  return ask(product, {
    method: 'POST',
    path: `/${method}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
    as: null,
    by: { host, proxyPort: client.proxyPort },
  });
}

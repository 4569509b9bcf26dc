/**
 * Signed requests, as the vendor's SDKs make them: OAuth 1.0's base string (RFC 5849, section 3.4.1), with the decoded
 * secret alone as the key and names that are not encoded. What signers do not agree on is refused, not guessed.
 */
import { areAscending, duplicateIn, type Parameter, percentEncode, percentEncodeTwice } from './parameter.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { Secret } from './secret.ts';
import { calcSignature } from './signature.ts';

export interface SignableRequest {
  /** Any case. */
  method: string;
  /** Scheme, host, port and path that the CLIENT used, without query. Never from `Host` or `X-Forwarded-*`: those are anyone's. */
  url: string;
  /** Query and body together. `sig` does not count. */
  parameters: readonly Parameter[];
}

export type Unsignable = Refusal<'duplicateParameter' | 'unsignableName' | 'unsignableValue' | 'unsignableUrl'>;

/** No user, no IPv6 literal, no query, no fragment: SDKs leave them out, keep them or fail. Path as it is on the wire. */
const URL_PARTS = /^(https?):\/\/([\w.-]+)(?::(\d{1,5}))?(\/[^?#]*)?$/i;

const DEFAULT_PORT: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** Nothing that would need encoding (`=` in a name would forge a pair), no digit first (PHP sorts `9` before `10`). */
const NAME = /^[A-Za-z_][\w.~-]*$/;

/** The text that is signed, or why there is none that all signers agree on. */
export function requestBaseString(request: SignableRequest): { valid: true; baseString: string } | Unsignable {
  const { url, parameters } = request;
  if (!URL_PARTS.test(url)) return refuse('unsignableUrl');
  for (const [name, value] of parameters) {
    if (!NAME.test(name)) return refuse('unsignableName', name);
    if (!value.isWellFormed()) return refuse('unsignableValue', name);
  }
  const duplicate = duplicateIn(parameters);
  if (duplicate !== undefined) return refuse('duplicateParameter', duplicate);
  return { valid: true, baseString: composeBaseString(request) };
}

/**
 * `sig` for a request of your own. Draw a nonce, take the time in Unix SECONDS, put both and `apiKey` (with a user key: `userKey`)
 * among the parameters, and send `sig` besides them. Send it over TLS: a signature hides nothing.
 */
export function signRequest(
  request: SignableRequest,
  secret: Secret,
): { valid: true; baseString: string; sig: string } | Unsignable {
  const made = requestBaseString(request);
  return made.valid ? { ...made, sig: calcSignature(made.baseString, secret) } : made;
}

/** RFC 5849's formula on input that must be right already. Names sort by their code units, as in the SDKs: `UID` before `apiKey`. */
export function composeBaseString({ method, url, parameters }: SignableRequest): string {
  let text = `${method.toUpperCase()}&${encodedUrl(url)}&`;
  let separator = '';
  for (const [name, value] of areAscending(parameters) ? parameters : parameters.toSorted(byNameThenValue)) {
    if (name === 'sig') continue;
    text += `${separator}${name}%3D${percentEncodeTwice(value)}`;
    separator = '%26';
  }
  return text;
}

/** Scheme and host in lower case, no default port; the path keeps its case and escapes. An empty path stays empty. */
function encodedUrl(url: string): string {
  const [, scheme = '', host = '', port, path = ''] = URL_PARTS.exec(url) ?? [];
  const lower = scheme.toLowerCase();
  const shown = port === undefined || port === DEFAULT_PORT[lower] ? '' : `%3A${port}`;
  return `${lower}%3A%2F%2F${host.toLowerCase()}${shown}${percentEncode(path)}`; // a host needs no encoding
}

function byNameThenValue([a, x]: Parameter, [b, y]: Parameter): number {
  if (a !== b) return a < b ? -1 : 1;
  return percentEncode(x) < percentEncode(y) ? -1 : 1;
}

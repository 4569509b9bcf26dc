/** Cookies as RFC 6265 writes them, values percent-decoded only: form decoding would turn the `+` of a login token into a space. */

/**
 * A cookie's value out of the header `Cookie`; undefined where it is absent, empty, undecodable, or there twice with different
 * values: then somebody on a subdomain has added one.
 */
export function readCookie(header: string, name: string): string | undefined {
  const values = new Set(
    header.split(';').flatMap((pair) => {
      const equals = pair.indexOf('=');
      return equals >= 0 && pair.slice(0, equals).trim() === name ? [pair.slice(equals + 1).trim()] : [];
    }),
  );
  const [value] = values;
  if (!value || values.size > 1) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

export interface CookieSetting {
  name: string;
  value: string;
  /** The site's base domain (`example.com`, not `www.example.com`). Left out: this host only. */
  domain?: string;
  /** Seconds; 0 deletes. Left out: until the browser closes. */
  maxAge?: number;
}

/** RFC 6265, section 4.1.1: a token, then cookie-octets. Anything else could end the cookie, or the header. */
const COOKIE = /^[\w!#$%&'*+.^`|~-]+=[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;

/**
 * The header `Set-Cookie` of a session cookie: never a subfolder, TLS only, no script, no other site's forms (links still work).
 * Throws on text that no cookie can carry: names and values are ours.
 */
export function writeCookie({ name, value, domain, maxAge }: CookieSetting): string {
  if (!COOKIE.test(`${name}=${value}`)) throw new TypeError(`no cookie can carry the value of ${JSON.stringify(name)}`);
  const attributes = [
    'Path=/',
    ...(domain === undefined ? [] : [`Domain=${domain}`]),
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
    'Secure',
    'HttpOnly',
    'SameSite=Lax',
  ];
  return [`${name}=${value}`, ...attributes].join('; ');
}

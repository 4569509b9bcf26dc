/**
 * The vendor's portal as far as sign-in goes, at /portal: signs the UID of one of the world's people with its owner's secret, and
 * lets the browser hand it over to the console. Never part of what is deployed.
 */
import { Hono } from 'hono';
import type { ErrorCode } from '../core/errors.ts';
import type { Role } from '../core/principal.ts';
import { parseSecret, type Secret } from '../core/security/secret.ts';
import { SIGNATURE_WINDOW, unixSeconds } from '../core/security/timestamp.ts';
import { constructUserSignature } from '../core/security/uid-signature.ts';
import { CONSOLE_API_KEY, SITE } from './scenery.ts';
import type { Store } from './store.ts';

interface Person {
  UID: string;
  name: string;
  /** What the page says of it. */
  is: string;
  role: Role;
  partnerId: string | null;
  /** Where it signs in. */
  apiKey: string;
}

/** A partner that has nothing to do with Acme, so that one can see what it does not see. */
const OTHER_SITE = {
  siteId: 'globex-shop',
  apiKey: '3_Globex-Shop',
  partnerId: 'globex',
  name: 'Globex Shop',
  dataCenter: 'eu1',
  trustedSiteUrls: ['https://shop.globex.example'],
} as const;

const PEOPLE: readonly Person[] = [
  person('pat', 'Pat', 'platform admin of the vendor: everything, of everybody', 'platform', null),
  person('olga', 'Olga', 'on call at the vendor: certificates and tickets, of everybody', 'on-call', null),
  person('ann', 'Ann', `admin of ${SITE.name}`, 'customer-admin', SITE),
  person('rob', 'Rob', `reader of ${SITE.name}: changes nothing`, 'customer-reader', SITE),
  person('gil', 'Gil', `admin of ${OTHER_SITE.name}, another customer`, 'customer-admin', OTHER_SITE),
];

function person(
  UID: string,
  name: string,
  is: string,
  role: Role,
  site: { apiKey: string; partnerId: string } | null,
): Person {
  return { UID, name, is, role, partnerId: site?.partnerId ?? null, apiKey: site?.apiKey ?? CONSOLE_API_KEY };
}

export interface PortalParts {
  store: Store;
  /** Calls an operation as the platform: the vendor has made its customers and its people known here. */
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Signatures are judged by the door's clock. */
  doorTime(): Date;
}

export function createPortal({ store, call, doorTime }: PortalParts): Hono {
  /** By owner; the vendor's own under ''. */
  const secrets = store.collection<string>('portal.secrets');
  let settled: Promise<void> | undefined;

  /** Once a world; what was done before a kill may be done again. */
  async function settleIn(): Promise<void> {
    for (const partnerId of new Set(PEOPLE.map((each) => each.partnerId))) await takeSecret(partnerId);
    const { siteId, ...site } = OTHER_SITE;
    await call('PUT', `/sites/${siteId}`, site);
    for (const { UID, role, partnerId } of PEOPLE)
      await call('PUT', '/members', { UID, role, ...(partnerId === null ? {} : { partnerId }) });
  }

  async function takeSecret(partnerId: string | null): Promise<void> {
    const owner = partnerId ?? '';
    if (secrets.get(owner) !== undefined) return;
    const input = { kind: 'signing', name: `Portal of ${partnerId ?? 'the vendor'}`, ...(owner && { partnerId }) };
    const made = await call<{ secret: string }>('POST', '/applications', input).catch((error) => {
      if (error.problem?.code !== ('SigningKeyExists' satisfies ErrorCode)) throw error;
      return call<{ secret: string }>('POST', `/applications/partner_${owner}/rotate`, { overlapMinutes: 0 });
    });
    secrets.put(owner, made.secret);
  }

  function secretOf(partnerId: string | null): Secret {
    const parsed = parseSecret(secrets.get(partnerId ?? '') ?? '');
    if (!parsed.valid) throw new Error('the portal has no secret');
    return parsed.secret;
  }

  function handOver({ UID, partnerId, apiKey }: Person): Record<string, string> {
    const timestamp = String(unixSeconds(doorTime()));
    const UIDSignature = constructUserSignature({ UID, timestamp }, secretOf(partnerId));
    return { apiKey, UID, UIDSignature, signatureTimestamp: timestamp };
  }

  const app = new Hono();
  app.get('/portal', async (context) => {
    settled ??= settleIn().catch((error) => {
      settled = undefined;
      throw error;
    });
    await settled;
    return context.html(pageOf(PEOPLE.map((each) => formOf(each, handOver(each))).join('\n')), 200, HEADERS);
  });
  return app;
}

/** The page brings its own style, runs no script, and is kept by nobody: each signature is good once. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Seconds after which the page signs anew: before its signatures are too old. */
const RELOAD = SIGNATURE_WINDOW - 60;

function formOf({ name, is }: Person, fields: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(fields).map(
    ([field, value]) => `<input type="hidden" name="${field}" value="${escaped(value)}">`,
  );
  return `<form method="post" action="/api/session">${inputs.join('')}
<button>Sign in as ${name}</button> <span>${escaped(is)}</span></form>`;
}

function pageOf(forms: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${RELOAD}">
<title>Portal (simulation)</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark; }
button { font: inherit; padding: .5rem 1.25rem; min-width: 11rem; margin: .5rem 1rem .5rem 0; }
</style>
</head>
<body><main>
<h1>The vendor’s portal (simulation)</h1>
<p>In real life people sign in at the vendor’s portal, and it hands them over to the console. Here no password is asked for:
whom do you want to be? New here? <b>Be Ann</b>; she orders the certificate.</p>
${forms}
</main></body>
</html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

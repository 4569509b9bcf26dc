/** Callers at the doors of the soak's world, beside the operator: an application that signs, and a person who has signed in. */
import { signRequest } from '../core/security/request-signature.ts';
import { parseSecret } from '../core/security/secret.ts';
import type { Stage } from './stage.ts';

/** On call at the vendor: sees every site, and may have certificates made. */
const PERSON = { UID: 'olga', name: 'Olga' };

/** `ok`, or the code of the refusal. */
async function outcomeOf(answer: Response): Promise<string> {
  return answer.ok ? 'ok' : ((await answer.json()) as { code: string }).code;
}

/** An application that reads certificates, with the secret that it was made with: it learns of no later one. */
export async function applicationOf(stage: Stage) {
  const made = await stage.call<{ userKey: string; secret: string }>('POST', '/applications', {
    name: 'Reader',
    permissions: ['certificates.read'],
  });
  const { userKey } = made;
  const parsed = parseSecret(made.secret);
  if (!parsed.valid) throw new Error('no secret');
  const { secret } = parsed;
  let calls = 0;
  return {
    userKey,
    /** As the SDKs sign it. */
    async call(siteId: string): Promise<string> {
      const path = '/certificates.list';
      const timestamp = String(Math.floor(Date.now() / 1000)); // doors go by the machine's clock
      const parameters = Object.entries({
        apiKey: `3_${siteId}`,
        userKey,
        timestamp,
        nonce: `${timestamp}${++calls}`,
        httpStatusCodes: 'true',
      });
      const url = `https://localhost:${stage.ports.api}${path}`;
      const signed = signRequest({ method: 'POST', url, parameters }, secret);
      if (!signed.valid) throw new Error(`cannot be signed: ${signed.reason}`);
      const body = new URLSearchParams([...parameters, ['sig', signed.sig]]);
      return outcomeOf(await stage.send(path, { method: 'POST', body }));
    },
  };
}

/** A browser after one click in the vendor's portal. */
export async function signInto(stage: Stage) {
  const origin = `http://localhost:${stage.ports.console}`;
  const page = await (await fetch(`${origin}/portal`)).text();
  const form = page.split('<form').find((text) => text.includes(`Sign in as ${PERSON.name}<`)) ?? '';
  const fields = form.matchAll(/name="(\w+)" value="([^"]*)"/g);
  const handedOver = new URLSearchParams(
    [...fields].map(([, field = '', value = '']): [string, string] => [field, value]),
  );
  const headers = { origin };
  const begun = await stage.send('/api/session', { method: 'POST', headers, body: handedOver });
  const cookie = begun.headers
    .getSetCookie()
    .map((header) => header.split(';', 1)[0])
    .join('; ');
  return {
    UID: PERSON.UID,
    async ask(method: string, path: string, body: object): Promise<string> {
      const sent = { ...headers, cookie, 'content-type': 'application/json' };
      return outcomeOf(await stage.send(`/api${path}`, { method, headers: sent, body: JSON.stringify(body) }));
    },
  };
}

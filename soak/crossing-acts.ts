/** What people do where their acts cross (soak/crossings.ts): each answers `ok`, or the code of its refusal. */
import { createHash } from 'node:crypto';
import { approve } from '../local/people.ts';
import { PREFIX } from '../local/scenery.ts';
import type { applicationOf, signInto } from './callers.ts';
import { decideMails, validate } from './people.ts';
import { aliasOf, type SoakSite, type Stage } from './stage.ts';

/** A site, what it is about, and how the acts are sent. */
export interface Scene {
  own: SoakSite;
  /** Its newest request, empty where it has none. */
  requestId: string;
  /** Of its conflict; empty where it has none. */
  ticketId: string;
  stage: Stage;
  seed: string;
  /** Of the vendor, where the site stands so. */
  application?: Awaited<ReturnType<typeof applicationOf>>;
  person?: Awaited<ReturnType<typeof signInto>>;
  /** `ok`, or the code of the refusal. */
  send(method: string, path: string, body?: object): Promise<string>;
}

export type Act = (scene: Scene) => Promise<string>;

export const ofSite =
  (method: string, path: string, body?: object): Act =>
  ({ own, send }) =>
    send(method, `/sites/${own.siteId}${path}`, body);
export const ofRequest =
  (action: string, body?: object): Act =>
  ({ own, requestId, send }) =>
    send('POST', `/sites/${own.siteId}/certificates/${requestId}/${action}`, body);
export const ofTicket =
  (action: string, body: object): Act =>
  ({ ticketId, send }) =>
    send('POST', `/tickets/${ticketId}/${action}`, body);

export const WANTED = { prefix: PREFIX, onFindings: 'wait', method: 'EMAIL' };
export const generate = ofSite('POST', '/certificates', WANTED);
export const [retire, keep] = [ofSite('POST', '/retire'), ofSite('POST', '/keep')];
export const [save, clear] = [ofSite('PUT', '/prefix', { prefix: PREFIX }), ofSite('DELETE', '/prefix')];
export const [cancel, resend, checkAgain] = [ofRequest('cancel'), ofRequest('resend', {}), ofRequest('check-again')];
export const migrate = ofRequest('migrate-to-dns');
export const leaveOne: Act = (scene) =>
  ofRequest('continue-without', { without: [aliasOf(scene.own.domains[1] ?? '')] })(scene);
export const decide = (decision: string) => ofTicket('resolve', { decision, note: `${decision}, as found` });
/** Whoever reads the mails approves: the first, or all. */
export const approveMails =
  (all: boolean): Act =>
  async ({ stage, own }) => {
    await decideMails(stage, own, approve, all);
    return 'ok';
  };
/** As the first of these functions, drawn from the seed, is at work: for whichever site of the world it is. */
export const during =
  (functions: readonly string[], act: Act): Act =>
  async (scene) => {
    await isAtWork(scene.stage, functions[(drawn(scene.seed, 'during', 1)[0] ?? 0) % functions.length] ?? '');
    return act(scene);
  };
export const ATTACHING = [
  'AttachCertificate',
  'DetectConflicts',
  'AddAliases',
  'AwaitDeployment',
  'VerifyServing',
] as const;
export const rotate: Act = ({ application, send }) =>
  send('POST', `/applications/${application?.userKey}/rotate`, { overlapMinutes: 0 });
export const signedCall: Act = async ({ application, own }) => application?.call(own.siteId) ?? 'nobody';
export const removeMember: Act = ({ person, send }) => send('DELETE', '/members', { UID: person?.UID });
export const personGenerates: Act = async ({ person, own }) =>
  person?.ask('POST', `/sites/${own.siteId}/certificates`, WANTED) ?? 'nobody';
/** Whoever holds a name of the site takes it off; it is free once that is deployed. */
export const release: Act = async ({ stage, own }) => {
  const names = own.domains.map(aliasOf);
  for (const { id, aliases } of stage.foreign.holders())
    if (aliases.some((alias) => names.includes(alias))) stage.foreign.release(id);
  return 'ok';
};
/** The record without which neither the renewal nor the replacing request goes on. */
export const addRecords: Act = async ({ stage, own }) => {
  await validate(stage, own);
  return 'ok';
};
export const checkReplaced: Act = async ({ stage, own, send }) => {
  const { replaces } = (await stage.latest(own)) ?? {};
  return send('POST', `/sites/${own.siteId}/certificates/${replaces}/check-again`);
};
/** The third domain comes in, the second goes. */
export const changeDomains: Act = ({ own, send }) =>
  send('PUT', `/sites/${own.siteId}`, {
    name: own.siteId,
    apiKey: `3_${own.siteId}`,
    partnerId: 'soak',
    dataCenter: 'us1',
    contacts: [],
    trustedSiteUrls: [own.domains[0], own.domains[2]].map((domain) => `https://${domain}`),
  });

const MINUTE_MS = 60_000;
/** Until then all that crosses has met: an approval, its certificate, and its deployment take so long. */
export const CROSSED_MS = 30 * MINUTE_MS;

/** As the function makes its next call; when it makes none, all the same. */
function isAtWork({ onCalled, world: { clock } }: Stage, name: string): Promise<void> {
  return new Promise((resolve) => {
    onCalled(({ principal }) => principal === name && resolve());
    clock.at(new Date(clock.now().getTime() + CROSSED_MS - 5 * MINUTE_MS), `nobody called ${name}`, () => resolve());
  });
}

/** Octets, by the seed and what they are for. */
export function drawn(seed: string, what: string, count: number): Buffer {
  return createHash('shake128', { outputLength: count }).update(`${what} ${seed}`).digest();
}

/**
 * The scene of a function's test: a site and its request in a table of its own, the function made with a fixed environment,
 * and what it recorded. AWS besides the table is mocked by the test itself.
 */
import type { Finding } from '../../../core/condition.ts';
import {
  type CertificateRequest,
  type FoundCondition,
  openRequest,
  type RequestFields,
} from '../../../core/request.ts';
import type { Site } from '../../../core/site.ts';
import type { Env } from '../../../lambdas/clients/aws.ts';
import { createErrands } from '../../../lambdas/records/errands.ts';
import { createMoves, type Moves } from '../../../lambdas/records/moves.ts';
import { createRequests, type Requests } from '../../../lambdas/records/requests.ts';
import { createSites, type Sites } from '../../../lambdas/records/sites.ts';
import { createWaits, type Waits } from '../../../lambdas/records/waits.ts';
import type { Create, Machine } from '../../../lambdas/runtime.ts';
import { nextDue } from '../../../local/agenda.ts';
import { createEventBridge } from '../../../local/aws/eventbridge/service.ts';
import { createKms, KEY_ARN } from '../../../local/aws/kms/service.ts';
import { type OpenTable, openTable } from './table.ts';

export const REQUEST_ID = 'req-20261121-0123456789';
export const ALIASES = ['login.example.com', 'login.example.org'];
export const TARGET = 'acme.sslproxy.us1.gigya.com';
export const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012';
/** When the request was made, and when the tested function runs. */
export const CREATED = '2026-11-21T09:00:00.000Z';
export const NOW = '2026-11-21T10:00:00.000Z';

export const SITE: Site = {
  siteId: 'acme',
  apiKey: '3_AcmeStoresKey',
  partnerId: 'acme-stores',
  name: 'Acme Stores',
  dataCenter: 'us1',
  trustedSiteUrls: ['https://example.com', 'https://example.org'],
  contacts: ['web-team@example.com'],
  distribution: { id: 'E1ACME2EXAMPLE', domainName: 'd111.cloudfront.net' },
  createdAt: '2026-11-20T09:00:00.000Z',
};

const VARIABLES = {
  DATA_CENTERS: JSON.stringify({
    us1: { host: 'us1.gigya.com', zoneId: 'ZUS1' },
    eu1: { host: 'eu1.gigya.com', zoneId: 'ZEU1' },
    au1: { host: 'au1.gigya.com', zoneId: 'ZAU1' },
  }),
  PROVISION_CERTIFICATE_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:provision-certificate',
  MOVE_OWNERSHIP_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:move-ownership',
  MIGRATE_VALIDATION_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:migrate-validation',
  CONCLUDE_REQUEST_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:conclude-request',
  RENEW_CERTIFICATE_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:renew-certificate',
  RETIRE_SITE_ARN: 'arn:aws:states:us-east-1:111122223333:stateMachine:retire-site',
  WILDCARD_OVERLAP: 'warn',
  MAIL_FROM: 'Certificates <certificates@gigya.com>',
  CONSOLE_URL: 'https://console.example.net',
  CONSOLE_API_KEY: '3_VendorConsoleKey',
  KEY_ARN,
  API_DOMAINS: 'certificates.us1.gigya.com',
  CALLS_PER_MINUTE: '1000',
  BUILD: 'build-1',
};

/** What of a request a test says; the rest is as generate made it. */
type Given = Partial<RequestFields> &
  Partial<Pick<CertificateRequest, 'requestId' | 'siteId' | 'aliases' | 'createdAt' | 'method' | 'prefix'>> &
  Partial<Pick<CertificateRequest, 'replaces' | 'continues' | 'without' | 'offAir'>> & {
    conditions?: FoundCondition[];
  };

export interface Scene {
  readonly table: OpenTable['table'];
  readonly requests: Requests;
  readonly sites: Sites;
  readonly moves: Moves;
  readonly waits: Waits;
  readonly env: Env;
  /** When watch has something to do next; null: never. */
  nextDueAt(): string | null;
  givenSite(site?: Partial<Site>): Promise<Site>;
  givenRequest(request?: Given): Promise<CertificateRequest>;
  /** Makes the function; `env` adds to the fixed variables. Called without input, it gets that of a Task state. */
  /** `machine` is what differs from one whose clock stands at NOW. */
  made(create: Create, env?: Env, machine?: Partial<Machine>): (input?: unknown) => Promise<unknown>;
  /** The events since the request was given, without their place. */
  recorded(requestId?: string): Promise<object[]>;
  request(requestId?: string): Promise<CertificateRequest>;
}

/** Call it at the top of a test file: each test has a table of its own. */
export function useScene(): Scene {
  let open: OpenTable;
  let given: Record<string, number>;
  beforeEach(async () => {
    open = await openTable((world) => [createKms(world).service, createEventBridge(world).service]);
    given = {};
  });
  afterEach(() => open.close());

  const scene: Scene = {
    get table() {
      return open.table;
    },
    get requests() {
      return createRequests(open.table);
    },
    get sites() {
      return createSites(open.table);
    },
    get moves() {
      return createMoves(open.table);
    },
    get waits() {
      return createWaits(open.table);
    },
    get env() {
      return { ...open.env, ...VARIABLES };
    },
    nextDueAt() {
      const next = nextDue(open.agenda);
      return next === undefined ? null : new Date(next).toISOString();
    },
    async givenSite(fields = {}) {
      const site = { ...SITE, ...fields };
      await scene.sites.add(site);
      return site;
    },
    async givenRequest({ conditions = [], ...fields } = {}) {
      const { requestId = REQUEST_ID, siteId = 'acme', aliases = ALIASES, createdAt = CREATED, ...more } = fields;
      const { method = 'EMAIL', prefix = 'login', ...others } = more;
      const { replaces = null, continues = null, without = [], offAir = [], ...set } = others;
      const links = { replaces, continues, without, offAir };
      const opening = { requestId, siteId, aliases, createdAt, method, prefix, target: TARGET, ...links };
      const told = { at: createdAt, by: 'tester' };
      await scene.requests.open(openRequest({ ...opening, onFindings: 'refuse' }), {
        ...told,
        type: 'Requested',
        text: 'Asked.',
      });
      await createErrands(scene.table).done({ kind: 'begin', of: requestId, givenAt: createdAt });
      const happening = { ...told, type: 'PreflightFound' as const, text: 'Given.', set, conditions };
      const request = await scene.requests.settle(requestId, () => happening);
      given[requestId] = request.seq;
      return request;
    },
    made(create, env = {}, machine = {}) {
      const handler = create({ ...scene.env, ...env }, { ...STILL, ...machine });
      return (input = { requestId: REQUEST_ID, now: NOW }) => handler(input);
    },
    async recorded(requestId = REQUEST_ID) {
      const events = await scene.requests.events(requestId);
      return events.slice(given[requestId] ?? 0).map(({ requestId: _, seq: __, ...event }) => event);
    },
    request: (requestId = REQUEST_ID) => scene.requests.require(requestId),
  };
  return scene;
}

/** The same finding of one condition for each alias, its facts made of the alias. */
export function findings(
  name: FoundCondition['name'],
  reason: Finding['reason'],
  facts: (alias: string) => Record<string, string>,
  aliases: readonly string[] = ALIASES,
): FoundCondition[] {
  return aliases.map((alias) => ({ alias, name, finding: { reason, facts: { alias, ...facts(alias) } } }));
}

/** A machine whose time stands. */
export const STILL: Machine = {
  now: () => new Date(NOW),
  doorTime: () => new Date(NOW),
  pause: async () => {},
  randomHex: (length) => '7'.repeat(length),
};

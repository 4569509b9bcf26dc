/** What authentication is made of: the records of who may call, the vault of their secrets, and what the deployment says. */

import type { ReplayStore } from '../../core/security/replay.ts';
import type { Env } from '../clients/aws.ts';
import { requireVariable } from '../clients/aws.ts';
import { createKms } from '../clients/kms.ts';
import type { Table } from '../clients/table.ts';
import { type ApiKeys, createApiKeys } from '../records/api-keys.ts';
import { type Applications, createApplications } from '../records/applications.ts';
import { type Attempts, createAttempts } from '../records/attempts.ts';
import { createMembers, type Members } from '../records/members.ts';
import { createNonces } from '../records/nonces.ts';
import { createSessions, type Sessions } from '../records/sessions.ts';
import type { Machine } from '../runtime.ts';
import { type Domains, parseDomains } from './request.ts';
import { createVault, type Vault } from './vault.ts';

export interface Door {
  machine: Machine;
  applications: Applications;
  apiKeys: ApiKeys;
  members: Members;
  sessions: Sessions;
  nonces: ReplayStore;
  attempts: Attempts;
  vault: Vault;
  /** Hosts under which the API is called. */
  domains: Domains;
  /** Origin of the console page: calls by cookie come from it or change nothing. */
  consoleOrigin: string;
  /** The API key under which the vendor's own people sign in. */
  consoleApiKey: string;
  /** Of one caller. */
  callsPerMinute: number;
}

/** Throws the name of a variable that is not set. */
export function createDoor(env: Env, machine: Machine, table: Table): Door {
  return {
    machine,
    applications: createApplications(table),
    apiKeys: createApiKeys(table),
    members: createMembers(table),
    sessions: createSessions(table),
    nonces: createNonces(table),
    attempts: createAttempts(table),
    vault: createVault(createKms(env), machine),
    domains: parseDomains(requireVariable(env, 'API_DOMAINS')),
    consoleOrigin: new URL(requireVariable(env, 'CONSOLE_URL')).origin,
    consoleApiKey: requireVariable(env, 'CONSOLE_API_KEY'),
    callsPerMinute: Number(requireVariable(env, 'CALLS_PER_MINUTE')),
  };
}

/**
 * The operations of the API, each defined once, in the file of what it is about: name, REST route, input. Handlers, OpenAPI, the
 * console's client and the CLI follow from here. An input is one flat object of path, query and body parameters; unknown ones are
 * refused.
 */
import * as z from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { RequiredPermission } from '../principal.ts';
import { ACCESS_OPERATIONS } from './operations-access.ts';
import { CERTIFICATES_OPERATIONS } from './operations-certificates.ts';
import { NOTIFY_OPERATIONS } from './operations-notify.ts';
import { ON_CALL_OPERATIONS } from './operations-on-call.ts';
import { SITES_OPERATIONS } from './operations-sites.ts';

export interface Operation {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  path: string;
  /** HTTP status when it went well. */
  success: 200 | 201 | 202;
  summary: string;
  permission: RequiredPermission;
  /** As how many calls it counts where a caller's calls are limited: 1 unless it says so. */
  weight?: number;
  /** Its answer holds a secret or a signature, shown once and never kept: it takes no Idempotency-Key. */
  holdsSecret?: true;
  /** A browser brings it as a form, too, and is sent on to the answer's `location` then: 303. */
  takesForm?: true;
  /** What it refuses for reasons of its own, besides what every call can be refused for. */
  errors: readonly ErrorCode[];
  output: z.ZodType;
  input: z.ZodObject;
}

export const OPERATIONS = {
  ...SITES_OPERATIONS,
  ...CERTIFICATES_OPERATIONS,
  ...ON_CALL_OPERATIONS,
  health: {
    method: 'GET',
    path: '/health',
    success: 200,
    summary: 'Alive, and what it depends on',
    permission: 'public',
    errors: [],
    output: z.strictObject({
      status: z.literal('ok'),
      table: z.literal('ok'),
      build: z
        .string()
        .describe('The commit that was deployed, or what its deployment called it')
        .meta({ examples: ['6f1c2a9'] }),
    }),
    input: z.strictObject({}),
  },
  ...NOTIFY_OPERATIONS,
  ...ACCESS_OPERATIONS,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof OPERATIONS;
export type InputOf<Name extends OperationName> = z.output<(typeof OPERATIONS)[Name]['input']>;
/** What it answers when it went well. */
export type Answers = { [Name in OperationName]: z.output<(typeof OPERATIONS)[Name]['output']> };

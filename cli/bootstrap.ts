/**
 * The first application of a deployment, asked of its function Bootstrap with the caller's own IAM identity: no HTTP route leads
 * there. Asked once and never again by itself, because the secret is in the first answer and in no other.
 */
import { readFileSync } from 'node:fs';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { ERRORS } from '../core/errors.ts';
import { EXIT, Halt } from './exit.ts';

/** What Bootstrap answers, as far as it is used here; all of it is printed with --json. */
const Made = z.looseObject({ userKey: z.string(), secret: z.string() });
export type FirstApplication = z.output<typeof Made>;

/** What a failed function answers. Source: Lambda's guide, nodejs-exceptions. */
const Failure = z.looseObject({ errorType: z.string(), errorMessage: z.string() });

/** The service, as everything that CloudFront's certificates need, lives in this region. */
const REGION = 'us-east-1';
/** Milliseconds. The function has 60 seconds. */
const PATIENCE_MS = 70_000;

/** Throws Halt with what helps: made before, no such function, not allowed, no credentials. */
export async function makeFirstApplication(functionName: string): Promise<FirstApplication> {
  const { FunctionError, Payload } = await invoke(functionName);
  const answer: unknown = JSON.parse(Payload);
  if (FunctionError) throw failed(Failure.parse(answer));
  return Made.parse(answer);
}

async function invoke(functionName: string): Promise<{ FunctionError: string | undefined; Payload: string }> {
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda'); // other commands start without it
  const requestHandler = { requestTimeout: PATIENCE_MS };
  const client: LambdaClient = new LambdaClient({ region: REGION, maxAttempts: 1, requestHandler });
  try {
    const command = new InvokeCommand({ FunctionName: functionName, Payload: '{}' });
    const { FunctionError, Payload } = await client.send(command);
    return { FunctionError, Payload: Payload?.transformToString() ?? 'null' };
  } catch (error) {
    throw refused(error as Error, functionName);
  } finally {
    client.destroy();
  }
}

function failed({ errorType, errorMessage }: z.output<typeof Failure>): Halt {
  if (errorType === 'AlreadyBootstrapped')
    return new Halt(EXIT.failed, errorMessage, ERRORS.AlreadyBootstrapped.remedy);
  return new Halt(EXIT.failed, `The function failed: ${errorType}: ${errorMessage}`, 'Its log group tells more.');
}

const REMEDIES: Readonly<Record<string, string>> = {
  AccessDeniedException:
    'Use an identity that may invoke this function (lambda:InvokeFunction); nobody else is let in.',
  CredentialsProviderError: 'Sign in to AWS: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  ResourceNotFoundException:
    'Its name is the output BootstrapFunction of the stack: look in the account that you are signed in to.',
};

/** Where the answer was lost, the application may have been made. */
const UNCERTAIN = 'Call again: it says whether it was made. What to do when its secret was lost: docs/cli.md.';

function refused(cause: Error, functionName: string): Halt {
  return new Halt(
    EXIT.failed,
    `${functionName} could not be invoked: ${cause.message}`,
    REMEDIES[cause.name] ?? UNCERTAIN,
    cause,
  );
}

const Outputs = z.record(z.string(), z.record(z.string(), z.string()));

/** What `cdk deploy --outputs-file` wrote: the one stack's, or that of the given name. Throws Halt when they are not there. */
export function readOutputs(file: string, stack?: string): { functionName: string; url: string | undefined } {
  const stacks = Object.entries(parse(file)).filter(([name, outputs]) =>
    stack ? name === stack : outputs.BootstrapFunction,
  );
  const [found, another] = stacks;
  const [, outputs] = found ?? [];
  if (!outputs?.BootstrapFunction)
    throw new Halt(EXIT.usage, `${file} holds no output BootstrapFunction${stack ? ` of ${stack}` : ''}.`);
  if (another)
    throw new Halt(
      EXIT.usage,
      `${file} holds several stacks.`,
      `Name one with --stack: ${stacks.map(([name]) => name).join(', ')}`,
    );
  return { functionName: outputs.BootstrapFunction, url: outputs.ApiUrl };
}

function parse(file: string): z.output<typeof Outputs> {
  try {
    return Outputs.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Halt(EXIT.usage, `${file} cannot be read: ${why}`, 'cdk deploy writes it: --outputs-file FILE', error);
  }
}

/**
 * AWS clients that answer only what a test has said they answer. A command without an answer is refused by its name and
 * input, never answered with `undefined`: code that makes a call too many fails its test at that call.
 */
import type { Client, MetadataBearer } from '@smithy/types';
import { type AwsStub, mockClient } from 'aws-sdk-client-mock';

/** Call it at the top of a test file: each test begins with no answers and no calls. */
export function strictMock<Input extends object, Output extends MetadataBearer, Configuration>(clientClass: {
  prototype: Client<Input, Output, Configuration>;
}): AwsStub<Input, Output, Configuration> {
  const stub = mockClient(clientClass);
  beforeEach(() => {
    stub.reset();
    stub.send.callsFake((command: object) => Promise.reject(refusal(command)));
  });
  return stub;
}

/** The inputs of every call so far, in order, each with its command's name less `Command`. */
export function callsOf(stub: { send: { getCalls(): { args: unknown[] }[] } }): [operation: string, input: unknown][] {
  return stub.send
    .getCalls()
    .map(({ args: [command] }) => [operationOf(command), (command as { input: unknown }).input]);
}

/** An error as an AWS client throws it. */
export function awsError(name: string, message = name, status = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

function refusal(command: object): Error {
  const { input } = command as { input: unknown };
  return new Error(`the test gives no answer to ${operationOf(command)} ${JSON.stringify(input)}`);
}

function operationOf(command: unknown): string {
  return (command as object).constructor.name.replace(/Command$/, '');
}

/**
 * What a simulated AWS service is: an SDK module (its schemas are the wire protocol) and a handler per operation, typed by
 * that module. An operation without a handler is refused loudly, never imitated.
 */

/** Who calls, told by the access key id: twelve digits are an account, anything else is a principal in our account. */
export interface Caller {
  account: string;
  principal: string;
  requestId: string;
}

/** Names of the operations of an SDK module: `RequestCertificate` for its `RequestCertificateCommand`. */
export type OperationName<M> = keyof { [K in keyof M as K extends `${infer Name}Command` ? Name : never]: true } &
  string;

type CommandOf<M, Name extends string> = `${Name}Command` extends keyof M ? M[`${Name}Command`] : never;

type InputOf<Command> = Command extends abstract new (...args: infer Args) => unknown ? NonNullable<Args[0]> : never;

type OutputOf<Command> = Command extends abstract new (
  ...args: never[]
) => { resolveMiddleware(...args: never[]): (args: never) => Promise<{ output: infer Out }> }
  ? Omit<Out, '$metadata'>
  : never;

/** Handlers by operation. They get the decoded input (required members checked) and answer the output's members. */
export type Handlers<M> = {
  [Name in OperationName<M>]?: (
    input: InputOf<CommandOf<M, Name>>,
    caller: Caller,
  ) => OutputOf<CommandOf<M, Name>> | Promise<OutputOf<CommandOf<M, Name>>>;
};

/** One service on the endpoint. `client` is an SDK client, made without network, whose protocol is run backwards. */
export interface Service<M = unknown> {
  /** Folder under local/aws, and the name in faults and refusals: `acm`, `cloudfront`, `states` ... */
  name: string;
  module: M;
  client: { config: object };
  handlers: Handlers<M>;
}

/** Declares a service with its handlers checked against the SDK module. */
export function service<M>(definition: Service<M>): Service {
  return definition as Service;
}

/** The error that an AWS client will see: its name is looked up in the service's schemas for status and members. */
export function awsError(name: string, message: string, members: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(message), { name, ...members });
}

/** What a function may be called in a call of Lambda: by name, by account and name, or by its ARN; a qualifier may follow. */
import { OUR_ACCOUNT, REGION } from '../../world.ts';

/** Source: lambda/latest/api/API_Invoke.html, FunctionName. */
const NAME =
  /^(?:arn:aws:lambda:(?<region>[a-z0-9-]+):(?<arnAccount>\d{12}):function:|(?<account>\d{12}):function:|function:)?(?<name>[\w-]+)(?::(?<qualifier>\$LATEST|[\w-]+))?$/;

export interface NamedFunction {
  arn: string;
  name: string;
  qualifier: string | undefined;
}

/** Undefined when the text names no function. */
export function readFunctionName(text: string): NamedFunction | undefined {
  const {
    region = REGION,
    arnAccount,
    account = arnAccount ?? OUR_ACCOUNT,
    name,
    qualifier,
  } = NAME.exec(text)?.groups ?? {};
  return name === undefined
    ? undefined
    : { arn: `arn:aws:lambda:${region}:${account}:function:${name}`, name, qualifier };
}

/** The text itself when it names no function. */
export function functionArnOf(text: string): string {
  return readFunctionName(text)?.arn ?? text;
}

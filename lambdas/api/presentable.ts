/**
 * The event as a Request can be made of it. API Gateway hands on what callers send; what the Fetch standard has no Request for (a GET
 * with a body, octets that are no header) is taken out here and told to the caller by the API itself, in the words of every refusal.
 */

/** What of a REST proxy event comes from the caller. */
export interface Sent {
  httpMethod: string;
  path: string;
  headers?: Readonly<Record<string, string | undefined>> | null;
  multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
  multiValueQueryStringParameters?: Readonly<Record<string, readonly string[] | undefined>> | null;
  body?: string | null;
  isBase64Encoded?: boolean;
}

/** `unreadable`: what the caller must correct. */
export type Presented<Event extends Sent> = Event & { unreadable?: string };

export function presentable<Event extends Sent>(event: Event): Presented<Event> {
  const unreadable = unreadableIn(event);
  if (unreadable === undefined) return event;
  const emptied = {
    headers: {},
    multiValueHeaders: {},
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
  };
  return { ...event, ...emptied, httpMethod: 'POST', path: event.path.toWellFormed(), body: null, unreadable };
}

/** Methods that a Request is made of (Fetch standard, forbidden methods); API Gateway takes no others either. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function unreadableIn(event: Sent): string | undefined {
  const { httpMethod, path, body, isBase64Encoded, multiValueQueryStringParameters: query } = event;
  if (!METHODS.includes(httpMethod)) return 'its method is none of the API’s';
  if ((httpMethod === 'GET' || httpMethod === 'HEAD') && body) return `a ${httpMethod} has no body`;
  if (body && isBase64Encoded && !isBase64(body)) return 'its body is not what its encoding says';
  const texts = [path, ...Object.entries(query ?? {}).flatMap(([name, values]) => [name, ...(values ?? [])])];
  if (texts.some((text) => !text.isWellFormed())) return 'its address is no Unicode text';
  const header = unfitHeader(event);
  return header === undefined ? undefined : `its header ${header} holds characters that no header has`;
}

/** The name of a header that is none (RFC 9110 section 5.5). Beyond ASCII, all that is text will do: the adapter encodes it. */
function unfitHeader({ headers, multiValueHeaders }: Sent): string | undefined {
  const all = [...Object.entries(headers ?? {}), ...Object.entries(multiValueHeaders ?? {})];
  const unfit = all.find(
    ([name, values]) => !NAME.test(name) || [values ?? []].flat().some((value) => !isValue(value)),
  );
  return unfit && JSON.stringify(unfit[0].toWellFormed());
}

/** RFC 9110 section 5.6.2, a token. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;

function isValue(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  return value.isWellFormed() && !/[\x00\r\n]/.test(value);
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
}

/**
 * A call as authentication sees it, read from the REST proxy event of API Gateway. Which host and path were called is what API
 * Gateway reports, and only hosts of our own list count: `Host`, `X-Forwarded-*` and the like are anyone's.
 */
import { type Form, type Parameter, parseForm } from '../../core/security/parameter.ts';

/** The part of API Gateway's event that is read here. */
export interface ProxyEvent {
  httpMethod: string;
  headers?: Readonly<Record<string, string | undefined>> | null;
  multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
  multiValueQueryStringParameters?: Readonly<Record<string, readonly string[] | undefined>> | null;
  body?: string | null;
  isBase64Encoded?: boolean;
  /** `consoleDomain`: the domain under which the console's distribution calls, and nobody else can (infra/firewall.ts). */
  stageVariables?: Readonly<Record<string, string | undefined>> | null;
  requestContext: {
    /** With its port where the door has an own one. */
    domainName?: string;
    path: string;
    identity: { sourceIp: string };
  };
}

export interface DoorRequest {
  method: string;
  /** Scheme, host and path; `unlisted:` and the path where the host is none of ours: then nobody can say that it was TLS. */
  url: string;
  /** Query and form body together; no JSON. */
  form: Form;
  /** Was the body a form? */
  isForm: boolean;
  /** Of the headers; several become one, which nothing can read. */
  authorization?: string;
  cookie: string;
  /** The page from which a browser calls: no script can forge it, and programs send none. `null`: a page that is not named. */
  origin?: string;
  source: string;
}

/** Origins by host, of the variable API_DOMAINS: `certificates.example.com` is `https:`, a local door says `http://` itself. */
export type Domains = ReadonlyMap<string, string>;

export function parseDomains(list: string): Domains {
  const origins = list
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => (text.includes('://') ? text : `https://${text}`));
  return new Map(origins.map((origin) => [origin.slice(origin.indexOf('://') + 3).toLowerCase(), origin]));
}

export function readRequest(event: ProxyEvent, domains: Domains): DoorRequest {
  const { domainName = '', path, identity } = event.requestContext;
  const isByConsole = domainName !== '' && domainName === event.stageVariables?.consoleDomain;
  const header = headersOf(event);
  const [authorization, origin] = [header('authorization'), header('origin') ?? unnamedPage(header('sec-fetch-site'))];
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(header('content-type') ?? '');
  return {
    method: event.httpMethod.toUpperCase(),
    url: `${domains.get(domainName.toLowerCase()) ?? 'unlisted:'}${path}`,
    form: formOf(event, isForm),
    isForm,
    ...(authorization === undefined ? {} : { authorization }),
    cookie: header('cookie', '; ') ?? '',
    ...(origin === undefined ? {} : { origin }),
    // Behind CloudFront, API Gateway sees CloudFront's address; whom CloudFront saw, its function says (infra/console.ts).
    source: (isByConsole && header('x-console-viewer')) || identity.sourceIp,
  };
}

/** Of a GET from another page (an image, a link) browsers say no Origin, but that it is one (W3C, Fetch Metadata Request Headers). */
function unnamedPage(site: string | undefined): string | undefined {
  return site === undefined || site === 'same-origin' ? undefined : 'null';
}

function headersOf({ headers, multiValueHeaders }: ProxyEvent) {
  const values = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(headers ?? {})) if (value) values.set(name.toLowerCase(), [value]);
  for (const [name, several] of Object.entries(multiValueHeaders ?? {}))
    if (several?.length) values.set(name.toLowerCase(), several);
  return (name: string, joint = ', ') => values.get(name)?.join(joint);
}

/** API Gateway has decoded the query once already. */
function formOf({ multiValueQueryStringParameters, body, isBase64Encoded }: ProxyEvent, isForm: boolean): Form {
  const query = Object.entries(multiValueQueryStringParameters ?? {}).flatMap(([name, values]) =>
    (values ?? []).map((value): Parameter => [name, value]),
  );
  if (!isForm || !body) return { parameters: query, malformed: false };
  const form = parseForm(isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body);
  return { ...form, parameters: [...query, ...form.parameters] };
}

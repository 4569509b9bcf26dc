/** API Gateway: an HTTP request becomes a REST proxy event of the Api function, its answer an HTTP response. */
import { gatewayProblem } from '../core/gateway.ts';
import { functionArn, type Lambdas } from './lambda.ts';
import type { World } from './world.ts';

interface ProxyAnswer {
  statusCode: number;
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  body: string;
  isBase64Encoded?: boolean;
}

/** All callers are on this machine, unless a test says otherwise. */
const LOOPBACK = '127.0.0.1';

/** Where a call came in. */
export interface Way {
  /** Host, with its port, under which the API was called: which one a door serves is its own knowledge. */
  domainName: string;
  sourceIp?: string;
}

/** Time is the world's. Counts what API Gateway counts. */
export async function throughGateway(
  world: World,
  lambdas: Pick<Lambdas, 'invoke'>,
  request: Request,
  { domainName, sourceIp = LOOPBACK }: Way,
): Promise<Response> {
  const url = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  const query = Object.fromEntries(url.searchParams);
  const body = request.body ? await request.text() : null;
  const event = {
    resource: '/{proxy+}',
    path: url.pathname,
    httpMethod: request.method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: query,
    multiValueQueryStringParameters: Object.fromEntries(
      Object.keys(query).map((name) => [name, url.searchParams.getAll(name)]),
    ),
    pathParameters: { proxy: url.pathname.slice(1) },
    stageVariables: null,
    requestContext: {
      requestId: world.random.uuid(),
      requestTimeEpoch: world.clock.now().getTime(),
      domainName,
      identity: { sourceIp },
      httpMethod: request.method,
      path: url.pathname,
      stage: 'local',
    },
    body,
    isBase64Encoded: false,
  };
  const begun = world.clock.now().getTime();
  const answer = await world.clock.run(() => integrate(lambdas, event));
  world.measure({ of: 'AWS/ApiGateway', name: 'Latency' }, world.clock.now().getTime() - begun);
  if (answer.statusCode >= 500) world.measure({ of: 'AWS/ApiGateway', name: '5XXError' }, 1);
  const out = new Headers(answer.headers);
  for (const [name, values] of Object.entries(answer.multiValueHeaders ?? {}))
    for (const value of values) out.append(name, value);
  const bytes = answer.isBase64Encoded ? Buffer.from(answer.body, 'base64') : answer.body;
  return new Response(bytes, { status: answer.statusCode, headers: out });
}

/** A function that fails has given no answer (infra/api.ts), and what it failed with stays in its log. */
async function integrate(
  lambdas: Pick<Lambdas, 'invoke'>,
  event: { requestContext: { requestId: string } },
): Promise<ProxyAnswer> {
  try {
    return (await lambdas.invoke(functionArn('Api'), event)) as ProxyAnswer;
  } catch (error) {
    console.error('the function Api failed', error);
    const problem = gatewayProblem('NoAnswer', event.requestContext.requestId);
    const headers = { 'content-type': 'application/problem+json' };
    return { statusCode: problem.status, headers, body: JSON.stringify(problem) };
  }
}

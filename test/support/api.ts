/** The API function as API Gateway calls it: a REST proxy event in, status, headers and JSON out. */
import type { Handler } from '../../lambdas/runtime.ts';
import { NOW } from './step.ts';

export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: tests compare it with literals
  body: any;
}

export interface ApiCall {
  /** As text it is sent as it is, otherwise as JSON. */
  body?: unknown;
  query?: Record<string, string>;
  now?: string;
  headers?: Record<string, string>;
}

/** `target` is `GET /sites/acme`, below `/api`. */
export async function callApi(api: Handler, target: string, call: ApiCall = {}): Promise<ApiAnswer> {
  const [method = 'GET', path = '/'] = target.split(' ');
  const { body, query = {}, now = NOW, headers = { 'content-type': 'application/json' } } = call;
  const answer = (await api({
    resource: '/{proxy+}',
    path: `/api${path}`,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: query,
    multiValueQueryStringParameters: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
    pathParameters: { proxy: `api${path}` },
    stageVariables: null,
    requestContext: {
      requestId: 'call-1',
      requestTimeEpoch: Date.parse(now),
      identity: { userArn: 'arn:aws:iam::111122223333:user/ann', sourceIp: '127.0.0.1' },
      httpMethod: method,
      path: `/api${path}`,
      stage: 'test',
    },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
  })) as {
    statusCode: number;
    headers?: Record<string, string>;
    multiValueHeaders?: Record<string, string[]>;
    body: string;
  };
  const many = Object.entries(answer.multiValueHeaders ?? {}).map(([name, values]) => [name, values.join(', ')]);
  return {
    status: answer.statusCode,
    headers: { ...answer.headers, ...Object.fromEntries(many) },
    body: JSON.parse(answer.body),
  };
}

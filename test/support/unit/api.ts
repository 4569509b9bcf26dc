/**
 * The API function as API Gateway calls it: a REST proxy event in, status, headers and JSON out. Who calls is an application of
 * the vendor that may do everything, unless a test says otherwise.
 */
import { PERMISSIONS } from '../../../core/principal.ts';
import { secretOf } from '../../../core/security/secret.ts';
import { createVault } from '../../../lambdas/authentication/vault.ts';
import { createKms } from '../../../lambdas/clients/kms.ts';
import { createApplications } from '../../../lambdas/records/applications.ts';
import { type Handler, REAL_MACHINE } from '../../../lambdas/runtime.ts';
import { NOW, type Scene, useScene } from './step.ts';

/** Its user key: what histories say of who called. */
export const CALLER = '0123456789abcdef01234567';
const SECRET = Buffer.alloc(32, 'caller');
const AUTHORIZATION = `Basic ${Buffer.from(`${CALLER}:${SECRET.toString('base64')}`).toString('base64')}`;

/** A scene in whose table the caller is known, and of each request its site. Call it at the top of a test file. */
export function useApiScene(): Scene {
  const scene = useScene();
  const { givenRequest } = scene;
  scene.givenRequest = async (fields = {}) => {
    await scene.givenSite(fields.siteId === undefined ? {} : { siteId: fields.siteId }); // one that is there stays
    return givenRequest(fields);
  };
  beforeEach(async () => {
    const vault = createVault(createKms(scene.env), REAL_MACHINE);
    await createApplications(scene.table).add({
      userKey: CALLER,
      kind: 'application',
      name: 'Tester',
      description: '',
      partnerId: null,
      sites: '*',
      permissions: PERMISSIONS,
      sealedSecrets: await vault.seal(CALLER, [secretOf(SECRET)]),
      createdAt: NOW,
      createdBy: 'tester',
    });
  });
  return scene;
}

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
  const { body, query = {}, now = NOW } = call;
  const headers = { 'content-type': 'application/json', authorization: AUTHORIZATION, ...call.headers };
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
      domainName: 'certificates.us1.gigya.com',
      identity: { sourceIp: '127.0.0.1' },
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

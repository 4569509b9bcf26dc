/**
 * B7: the simulated AWS beside the moto server, where that is installed: the same calls to both, in turns, so that a busy machine slows
 * both. Each is a process of its own on loopback, and stopped afterwards. Calls are written before they are counted: an SDK at work
 * would cost more than either server.
 */
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import {
  ACMClient,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ListCertificatesCommand,
  RequestCertificateCommand,
} from '@aws-sdk/client-acm';
import { CloudFrontClient, CreateDistributionCommand, type DistributionConfig } from '@aws-sdk/client-cloudfront';
import type { HttpRequest } from '@smithy/types';
import { distributionTemplate } from '../core/distribution.ts';
import { type AwsServer, clientConfig, startOurs } from './aws-server.ts';
import { type Figure, type Form, isMet, type Measured } from './figure.ts';
import { startMoto } from './moto.ts';

interface Kind {
  name: string;
  /** Times the requests per second of moto. */
  budget: number;
  /** Calls of one turn: about a quarter of a second of either. */
  ours: number;
  motos: number;
  /** Calls under way at once. */
  atOnce?: number;
  send(issued: string, index: number): Promise<unknown>;
}

const NAMES = ['login.www.example.com', 'login.shop.example.com', 'login.www.example.org', 'login.example.net'];
const NAMED = { DomainName: NAMES[0], SubjectAlternativeNames: NAMES };
const { config, taken } = letterbox();
const acm = new ACMClient(config);
const cloudFront = new CloudFrontClient(config);

/**
 * Readers first: what they read is then as little with both. The budgets of readers and of CreateDistribution are what was asked for first;
 * RequestCertificate keeps a distance from its 20 and has more. Where other work keeps both cores busy, the bench's own client limits our
 * rate and never moto's: 5 times is seen there, 14 to 18 on a quiet machine. moto makes a key pair at each request, we when a certificate
 * is issued. An account has at most 500 distributions: moto makes no more in all turns, and one after the other: it answers 500 to some
 * of four at once.
 */
const KINDS: readonly Kind[] = [
  {
    name: 'DescribeCertificate',
    budget: 4,
    ours: 300,
    motos: 60,
    send: (issued) => acm.send(new DescribeCertificateCommand({ CertificateArn: issued })),
  },
  {
    name: 'GetCertificate',
    budget: 4,
    ours: 300,
    motos: 60,
    send: (issued) => acm.send(new GetCertificateCommand({ CertificateArn: issued })),
  },
  {
    name: 'ListCertificates',
    budget: 4,
    ours: 300,
    motos: 60,
    send: () => acm.send(new ListCertificatesCommand({})),
  },
  {
    name: 'RequestCertificate',
    budget: 50,
    ours: 150,
    motos: 4,
    send: () => acm.send(new RequestCertificateCommand({ ...NAMED, ValidationMethod: 'EMAIL' })),
  },
  {
    name: 'CreateDistribution',
    budget: 4,
    ours: 60,
    motos: 30,
    atOnce: 1,
    send: (_, index) => cloudFront.send(new CreateDistributionCommand(newDistribution(index))),
  },
];

/**
 * Turns of which the fastest of each counts: what disturbs one only ever slows it. The first one warms both up, more follow where a busy
 * machine may be to blame.
 */
const TURNS = { full: 7, short: 3 };
const MOST_TURNS = 12;
/** Calls under way at once: more than one keeps a server busy, more than its threads would only queue. */
const AT_ONCE = 4;

export async function measureAwsApis({ short }: Form): Promise<Measured> {
  const ours = await startOurs();
  const moto = await startMoto().catch((error: unknown) => ours.stop().then(() => Promise.reject(error)));
  try {
    const figures: Figure[] = [];
    for (const kind of KINDS) figures.push(await figureOf(kind, ours, moto, short ? TURNS.short : TURNS.full));
    return { figures };
  } finally {
    await Promise.all([ours.stop(), moto?.stop()]);
  }
}

async function figureOf(kind: Kind, ours: AwsServer, moto: AwsServer | undefined, turns: number): Promise<Figure> {
  const fastest = { ours: 0, moto: 0 };
  for (let turn = 0; turn <= MOST_TURNS; turn++) {
    const rates = {
      ours: await rateOf(kind, ours, kind.ours, turn),
      moto: moto ? await rateOf(kind, moto, kind.motos, turn) : 0,
    };
    if (turn === 0) continue;
    for (const server of ['ours', 'moto'] as const) fastest[server] = Math.max(fastest[server], rates[server]);
    if (turn >= turns && isMet(figure())) break;
  }
  return figure();

  function figure(): Figure {
    const { name, budget } = kind;
    const told = { id: 'B7', value: fastest.ours, unit: '/s' };
    if (!moto) return { ...told, what: `${name}; moto_server is not installed, nothing stands beside it` };
    return { ...told, what: name, beside: { name: moto.name, value: fastest.moto }, budget, atLeast: true };
  }
}

/** Calls a second in one turn. */
async function rateOf(
  { name, send, atOnce = AT_ONCE }: Kind,
  server: AwsServer,
  count: number,
  turn: number,
): Promise<number> {
  const calls: HttpRequest[] = [];
  while (calls.length < count) calls.push(await taken(send(server.issued, turn * count + calls.length)));
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const began = performance.now();
  const statuses = await Promise.all(calls.map((call) => perform(call, server, agent)));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  const refused = statuses.find((status) => status >= 300);
  if (refused) throw new Error(`${server.name} answers ${name} with ${refused}`);
  return count / seconds;
}

/** The status of its answer. */
async function perform(call: HttpRequest, { port }: AwsServer, agent: Agent): Promise<number> {
  const { host: _, ...headers } = call.headers;
  const { method, path } = call;
  const sent = request({ host: '127.0.0.1', port, method, path, headers, agent });
  sent.end(call.body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode ?? 0;
}

/** A client's configuration whose requests are held back, for `taken` to take them. */
function letterbox() {
  let held: HttpRequest | undefined;
  const handle = (request: HttpRequest) => {
    held = request;
    return Promise.reject(new Error('held back'));
  };
  return {
    config: { ...clientConfig(0), maxAttempts: 1, requestHandler: { handle } },
    async taken(sending: Promise<unknown>): Promise<HttpRequest> {
      const error = await sending.catch((reason: unknown) => reason);
      if (!held) throw error;
      const request = held;
      held = undefined;
      return request;
    },
  };
}

function newDistribution(index: number) {
  const template = distributionTemplate('bench', `site-${index}`, 'us1.gigya.com');
  return { DistributionConfig: template as unknown as DistributionConfig };
}

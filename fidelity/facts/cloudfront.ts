/** What CloudFront and its edges are taken to do. */
import { connect } from 'node:tls';
import {
  type DomainConflict,
  GetDistributionCommand,
  paginateListDomainConflicts,
  UpdateDomainAssociationCommand,
} from '@aws-sdk/client-cloudfront';
import { withAliases } from '../../core/distribution.ts';
import { refusalKind } from '../../core/ownership-path.ts';
import { type Bench, type Fact, refusal, until, within } from './fact.ts';
import { certified, change, distribution, nameOf } from './made.ts';

const CLIENT = 'lambdas/clients/cloudfront.ts';
const DISABLED = 'a disabled distribution, deleted at the end';
const CERTIFIED = `${DISABLED}; a certificate by DNS and its record, both deleted at the end`;

/** The first distribution, with the shared name on it. */
function holding(bench: Bench) {
  return bench.once('holding', async () => {
    const made = await certified(bench, 'holder');
    await change(bench, made.id, { Aliases: withAliases([], [nameOf(bench)]) });
    return made;
  });
}

async function move(bench: Bench, id: string) {
  await bench.seconds(3);
  const { ETag } = await bench.cloudFront.send(new GetDistributionCommand({ Id: id }));
  const input = { Domain: nameOf(bench), TargetResource: { DistributionId: id }, IfMatch: ETag };
  return refusal(bench.cloudFront.send(new UpdateDomainAssociationCommand(input)));
}

async function conflictsOf({ cloudFront }: Bench, id: string, Domain: string): Promise<DomainConflict[]> {
  const input = { Domain, DomainControlValidationResource: { DistributionId: id } };
  const found: DomainConflict[] = [];
  for await (const { DomainConflicts = [] } of paginateListDomainConflicts({ client: cloudFront }, input))
    found.push(...DomainConflicts);
  return found;
}

/** How TLS with that name ends at an edge: Node's code of the error, or `OK`. */
function handshake(host: string, port: number, servername: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, servername, rejectUnauthorized: false, timeout: 5000 });
    const end = (how: string) => {
      socket.destroy();
      resolve(how);
    };
    socket.on('secureConnect', () => end('OK'));
    socket.on('timeout', () => end('no answer within 5 seconds'));
    socket.on('error', ({ code = 'unknown error' }: NodeJS.ErrnoException) => end(code));
  });
}

export const CLOUDFRONT_FACTS: readonly Fact[] = [
  {
    name: 'cloudfront-update-while-deploying',
    reliesOn: 'A distribution that is InProgress takes the next update',
    where: 'lambdas/steps/attach-certificate.ts',
    otherwise: 'Attaching fails until the distribution is deployed, and is tried again by the state machine',
    check: {
      makes: DISABLED,
      costs: 'nothing',
      async run(bench) {
        const { id } = await distribution(bench, 'plain');
        const { code, text } = await refusal(change(bench, id, { Comment: `${bench.run} changed` }));
        return code === 'OK' ? undefined : `${code}: ${text}`;
      },
    },
  },
  {
    name: 'cloudfront-move-of-a-free-name',
    reliesOn: 'To move a name that nobody holds is an EntityNotFound',
    where: CLIENT,
    otherwise: 'A name that was let go meanwhile is taken for refused, and the move goes on to AWS Support',
    check: {
      makes: CERTIFIED,
      costs: 'nothing',
      needsZone: true,
      async run(bench) {
        const { id } = await certified(bench, 'holder');
        const { code, text } = await move(bench, id);
        return code === 'EntityNotFound' ? undefined : `${code}${text && `: ${text}`}`;
      },
    },
  },
  {
    name: 'cloudfront-shows-ends-of-ids',
    reliesOn:
      'ListDomainConflicts tells our own distribution too, with at least the last four characters of its id and six of its account',
    where: 'core/holder.ts',
    otherwise: 'Our own distribution is taken for somebody else’s, and every name looks held',
    check: {
      makes: CERTIFIED,
      costs: 'nothing',
      needsZone: true,
      async run(bench) {
        const { id } = await holding(bench);
        const rows = await within(bench, { every: 15, minutes: 15 }, async () => {
          const found = await conflictsOf(bench, id, nameOf(bench));
          return found.length > 0 ? found : undefined;
        });
        const own = rows?.find(({ ResourceId = '', AccountId = '' }) => {
          const [end, account] = [ResourceId.replace(/^\*+/, ''), AccountId.replace(/^\*+/, '')];
          return end.length >= 4 && id.endsWith(end) && account.length >= 6;
        });
        return own ? undefined : `no row for ${id}: ${JSON.stringify(rows ?? [])}`;
      },
    },
  },
  {
    name: 'cloudfront-asks-for-txt',
    reliesOn: 'Within one account too a move asks for the TXT record first, and says TXT where it misses it',
    where: 'core/ownership-path.ts',
    otherwise:
      'Moves inside the account need no record (the guide says so), or the refusal is taken for another and goes to on-call',
    check: {
      makes: `two of: ${CERTIFIED}`,
      costs: 'nothing',
      needsZone: true,
      async run(bench) {
        await holding(bench);
        const { id } = await certified(bench, 'taker');
        const { code, text } = await move(bench, id);
        if (code === 'OK') return 'it was moved without a TXT record';
        return refusalKind({ code, text }) === 'missingTxt' ? undefined : `${code}: ${text}`;
      },
    },
  },
  {
    name: 'edge-refuses-unknown-names',
    reliesOn: 'An edge ends TLS for a name that nobody holds with an alert, and shows no certificate',
    where: 'core/probe.ts',
    otherwise: 'The early probe says less; it is advice only',
    check: {
      makes: DISABLED,
      costs: 'nothing',
      async run(bench) {
        const { domainName } = await distribution(bench, 'plain');
        const { host, port } = bench.edge ?? { host: domainName, port: 443 };
        const how = await until(bench, 'the name of the distribution', { every: 15, minutes: 15 }, async () => {
          const ended = await handshake(host, port, `nobody.${bench.run}.example.com`);
          return ended === 'ENOTFOUND' ? undefined : ended;
        });
        return how.startsWith('ERR_SSL_') ? undefined : how;
      },
    },
  },
  {
    name: 'cloudfront-txt-of-a-wildcard',
    reliesOn: 'The TXT record of a wildcard name is `_*.` and its domain',
    where: 'core/move.ts',
    otherwise: 'CloudFront does not see the record, and the move goes to AWS Support',
    check: { notCheckable: 'it takes a wildcard that another account holds' },
  },
  {
    name: 'cloudfront-write-rate',
    reliesOn: 'CloudFront takes about one write in two seconds, three at once',
    where: 'lambdas/records/leases.ts',
    otherwise: 'Writes are throttled and tried again, or go slower than they could',
    check: { notCheckable: 'it would slow down whoever else uses the account' },
  },
];

/**
 * Approval by mail: one round of five mails and one code per name, and what the approval page does with a code. The code is
 * good for 72 hours; the first use of any code of a name decides that name.
 */
import { REGION, type World } from '../../world.ts';
import { awaitsApproval, type Certificate } from './certificates.ts';

/** The world's mail, as much as ACM needs. */
export interface Mail {
  send(message: {
    from: string;
    to: string[];
    subject: string;
    text: string;
  }): Promise<{ accepted: string[]; rejected: string[] }>;
}

/** Known only from mails received; AWS documents none. */
const SENDER = 'Amazon Certificates <no-reply@certificates.amazon.com>';
/** In the order of acm/latest/userguide/email-validation.html; required by Baseline Requirements 3.2.2.4.4. */
const MAILBOXES = ['administrator', 'hostmaster', 'postmaster', 'webmaster', 'admin'];
/** Source: acm/latest/userguide/email-validation.html. */
export const APPROVAL_MS = 72 * 3_600_000;

/** What the page shows of a request. */
export interface ApprovalRequest {
  domain: string;
  account: string;
  region: string;
  certificateArn: string;
  /** Asked for a renewal. */
  renewal?: true;
}

/**
 * - `open`: waits for a decision; `approved` and `denied`: this name is decided, by this code or another.
 * - `expired`: the code is older than 72 hours; `closed`: the certificate ended otherwise or is deleted; `unknown`: no such code.
 */
export type Approval =
  | ({ state: 'open' | 'approved' | 'denied' | 'expired' | 'closed' } & ApprovalRequest)
  | { state: 'unknown' };

export interface Approvals {
  show(code: string): Approval;
  /** Approves if open; answers the state afterwards, so that a second press changes nothing. */
  approve(code: string): Approval;
  deny(code: string): Approval;
}

interface Code extends ApprovalRequest {
  expiresAt: string;
}

/** Mails not yet handed over: to whom still. */
interface Round {
  to: string[];
  subject: string;
  text: string;
}

export interface ApprovalMails {
  /** Writes a round of mails for one name; to be called in a transaction. */
  write(certificate: Certificate, name: string, domain: string): void;
  /** Sends what has been written. */
  send(): Promise<void>;
}

/** The domain whose mailboxes are asked: a `www.` or `*.` in front is not part of it. */
export const mailDomain = (validationDomain: string) => validationDomain.replace(/^(www|\*)\./, '');

export const mailboxes = (domain: string) => MAILBOXES.map((mailbox) => `${mailbox}@${domain}`);

/** `approvalBaseUrl`: where the page is mounted, without `/approvals`. */
export function createApprovalMails(world: World, mail: Mail, approvalBaseUrl: () => string): ApprovalMails {
  const { clock, store, random } = world;
  const codes = store.collection<Code>('acm.codes');
  const rounds = store.collection<Round>('acm.mails');
  let sending: Promise<void> = Promise.resolve();

  async function sendAll(): Promise<void> {
    for (const [id, { to, ...message }] of [...rounds.entries()]) {
      for (const [index, address] of to.entries()) {
        await mail.send({ from: SENDER, to: [address], ...message });
        rounds.put(id, { to: to.slice(index + 1), ...message });
      }
      rounds.delete(id);
    }
  }

  if (rounds.size > 0) clock.at(clock.now(), 'mails left behind by a crash', sendAll);

  return {
    write({ arn, account, status }, name, domain) {
      const code = random.uuid();
      const renewal = status === 'ISSUED' && ({ renewal: true } as const);
      const request = { domain: name, account, region: REGION, certificateArn: arn, ...renewal };
      codes.put(code, { ...request, expiresAt: new Date(clock.now().getTime() + APPROVAL_MS).toISOString() });
      const link = `${approvalBaseUrl()}/approvals?code=${code}&context=${random.uuid()}`;
      rounds.put(code, {
        to: mailboxes(domain),
        subject: `Certificate request for ${name}`,
        text: body(request, link),
      });
    },
    send() {
      sending = sending.then(sendAll, sendAll); // one after the other, or a mail would go out twice
      return sending;
    },
  };
}

const REQUESTING = 'Somebody asked Amazon Web Services for an SSL/TLS certificate for a domain that you look after.';
const RENEWING =
  'An SSL/TLS certificate of Amazon Web Services for a domain that you look after expires soon. To renew it, its owner must approve it again.';

function body({ domain, account, region, certificateArn, renewal }: ApprovalRequest, link: string): string {
  return `${renewal ? RENEWING : REQUESTING}

Domain: ${domain}
AWS account ID: ${account}
AWS Region name: ${region}
Certificate Identifier: ${certificateArn}

If you know of this request and agree, open this page and choose "I Approve":

${link}

The link works for 72 hours. If you do not agree, do nothing: without your approval ${renewal ? 'the certificate expires' : 'no certificate is issued'}.
Questions: validation-questions@amazon.com
`;
}

/** `decide` applies a decision to the certificate; it is called only while the certificate waits for that name. */
export function createApprovals(
  world: World,
  find: (arn: string) => Certificate | undefined,
  decide: (arn: string, name: string, approved: boolean) => void,
): Approvals {
  const codes = world.store.collection<Code>('acm.codes');

  function show(id: string): Approval {
    const code = codes.get(id);
    if (!code) return { state: 'unknown' };
    const { expiresAt, ...request } = code;
    const certificate = find(code.certificateArn);
    const names = request.renewal ? certificate?.renewal?.names : certificate?.names;
    const name = names?.find((one) => one.name === code.domain);
    if (name?.status === 'SUCCESS') return { state: 'approved', ...request };
    if (reasonOf(certificate) === 'DOMAIN_VALIDATION_DENIED' && name?.status === 'FAILED')
      return { state: 'denied', ...request };
    if (world.clock.now() >= new Date(expiresAt)) return { state: 'expired', ...request };
    return { state: certificate && awaitsApproval(certificate) ? 'open' : 'closed', ...request };
  }

  function settle(id: string, approved: boolean): Approval {
    const approval = show(id);
    if (approval.state !== 'open') return approval;
    decide(approval.certificateArn, approval.domain, approved);
    return show(id);
  }

  return { show, approve: (code) => settle(code, true), deny: (code) => settle(code, false) };
}

function reasonOf(certificate: Certificate | undefined): string | undefined {
  return certificate?.failureReason ?? certificate?.renewal?.reason;
}

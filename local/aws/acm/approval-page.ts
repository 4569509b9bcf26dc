/**
 * The page behind the link in ACM's approval mail, as HTML text. Opening it (GET) approves nothing; only its form (POST) does.
 * Everything that comes from outside is escaped.
 */
import type { Approval, ApprovalRequest } from './approvals.ts';

/** HTTP status and document for a code's state. `code` and `context` go back with the form. */
export function approvalPage(approval: Approval, code: string, context: string): { status: number; html: string } {
  switch (approval.state) {
    case 'unknown':
      return { status: 404, html: page('Link not valid', '<p>This link belongs to no certificate request.</p>') };
    case 'open':
      return { status: 200, html: page(titleOf(approval), table(approval) + form(code, context)) };
    case 'approved':
      return told(approval, 200, 'Approved', 'This name is approved. Nothing more is to be done.');
    case 'denied':
      return told(
        approval,
        200,
        'Denied',
        `This name is denied. The certificate is not ${approval.renewal ? 'renewed' : 'issued'}.`,
      );
    case 'expired':
      return told(approval, 410, 'Link expired', 'The link was good for 72 hours. Ask for the mail to be sent again.');
    case 'closed':
      return told(approval, 410, 'Request closed', 'This certificate request has ended; it can no longer be approved.');
  }
}

const titleOf = ({ renewal }: ApprovalRequest) => (renewal ? 'Certificate renewal request' : 'Certificate request');

const told = (request: ApprovalRequest, status: number, title: string, text: string) => ({
  status,
  html: page(title, `<p>${text}</p>${table(request)}`),
});

function table({ domain, account, region, certificateArn }: ApprovalRequest): string {
  const rows = [
    ['Domain', domain],
    ['AWS account ID', account],
    ['AWS Region name', region],
    ['Certificate Identifier', certificateArn],
  ];
  return `<table>${rows.map(([name = '', value = '']) => `<tr><th scope="row">${name}</th><td>${escaped(value)}</td></tr>`).join('')}</table>`;
}

function form(code: string, context: string): string {
  return `<form method="post" action="/approvals?code=${escaped(encodeURIComponent(code))}&amp;context=${escaped(encodeURIComponent(context))}">
<div class="approve-button"><button name="decision" value="approve">I Approve</button></div>
<button name="decision" value="deny">I do not approve</button>
</form>`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
th { text-align: left; padding-right: 1.5rem; vertical-align: top; } td { overflow-wrap: anywhere; }
button { font: inherit; padding: .5rem 1.25rem; margin-top: 1rem; }
</style>
</head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>
`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

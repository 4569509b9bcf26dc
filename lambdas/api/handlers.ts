/** Each operation's handler; a missing one is a type error. */
import type { OperationName } from '../../core/api/operations.ts';
import type { Operation, Tools } from './operation.ts';
import { askForHelp } from './operations/ask-for-help.ts';
import { cancelCertificate } from './operations/cancel-certificate.ts';
import { checkAgain } from './operations/check-again.ts';
import { clearPrefix } from './operations/clear-prefix.ts';
import { continueWithout } from './operations/continue-without.ts';
import { createApplication } from './operations/create-application.ts';
import { createSession } from './operations/create-session.ts';
import { deleteApplication } from './operations/delete-application.ts';
import { deleteOrphan } from './operations/delete-orphan.ts';
import { deleteSession } from './operations/delete-session.ts';
import { exchangeUidSignature } from './operations/exchange-uid-signature.ts';
import { generateCertificate } from './operations/generate-certificate.ts';
import { getCertificate } from './operations/get-certificate.ts';
import { getHealth } from './operations/get-health.ts';
import { getHistory } from './operations/get-history.ts';
import { getInstructions } from './operations/get-instructions.ts';
import { getSession } from './operations/get-session.ts';
import { getSite } from './operations/get-site.ts';
import { getSsoCoverage } from './operations/get-sso-coverage.ts';
import { getTicket } from './operations/get-ticket.ts';
import { keepSite } from './operations/keep-site.ts';
import { listApplications } from './operations/list-applications.ts';
import { listAudit } from './operations/list-audit.ts';
import { listCertificates } from './operations/list-certificates.ts';
import { listDeliveries } from './operations/list-deliveries.ts';
import { listMembers } from './operations/list-members.ts';
import { listMigrations } from './operations/list-migrations.ts';
import { listOrphans } from './operations/list-orphans.ts';
import { listRenewals } from './operations/list-renewals.ts';
import { listRequests } from './operations/list-requests.ts';
import { listSites } from './operations/list-sites.ts';
import { listTickets } from './operations/list-tickets.ts';
import { listTrustedDomains } from './operations/list-trusted-domains.ts';
import { migrateToDns } from './operations/migrate-to-dns.ts';
import { noteTicket } from './operations/note-ticket.ts';
import { planCertificate } from './operations/plan-certificate.ts';
import { preflightCertificate } from './operations/preflight-certificate.ts';
import { registerSite } from './operations/register-site.ts';
import { removeMember } from './operations/remove-member.ts';
import { replayDelivery } from './operations/replay-delivery.ts';
import { resendMails } from './operations/resend-mails.ts';
import { resolveTicket } from './operations/resolve-ticket.ts';
import { retireSite } from './operations/retire-site.ts';
import { rotateApplication } from './operations/rotate-application.ts';
import { rotateWebhookSecret } from './operations/rotate-webhook-secret.ts';
import { setMember } from './operations/set-member.ts';
import { setPrefix } from './operations/set-prefix.ts';
import { shareInstructions } from './operations/share-instructions.ts';
import { testWebhook } from './operations/test-webhook.ts';
import { validateUserSignature } from './operations/validate-user-signature.ts';

export const HANDLERS: { [Name in OperationName]: (tools: Tools) => Operation<Name> } = {
  'sites.register': registerSite,
  'sites.get': getSite,
  'sites.list': listSites,
  'sites.listTrustedDomains': listTrustedDomains,
  'sites.setPrefix': setPrefix,
  'sites.clearPrefix': clearPrefix,
  'sites.ssoCoverage': getSsoCoverage,
  'sites.retire': retireSite,
  'sites.keep': keepSite,
  'certificates.preflight': preflightCertificate,
  'certificates.plan': planCertificate,
  'certificates.generate': generateCertificate,
  'certificates.continueWithout': continueWithout,
  'certificates.list': listCertificates,
  'certificates.get': getCertificate,
  'certificates.history': getHistory,
  'certificates.resend': resendMails,
  'certificates.checkAgain': checkAgain,
  'certificates.cancel': cancelCertificate,
  'certificates.askForHelp': askForHelp,
  'certificates.shareInstructions': shareInstructions,
  'instructions.get': getInstructions,
  'webhooks.rotateSecret': rotateWebhookSecret,
  'webhooks.test': testWebhook,
  'webhooks.list': listDeliveries,
  'webhooks.replay': replayDelivery,
  'certificates.migrateToDns': migrateToDns,
  'migrations.list': listMigrations,
  'renewals.list': listRenewals,
  'requests.list': listRequests,
  'tickets.list': listTickets,
  'tickets.get': getTicket,
  'tickets.note': noteTicket,
  'tickets.resolve': resolveTicket,
  'orphans.list': listOrphans,
  'orphans.delete': deleteOrphan,
  'applications.create': createApplication,
  'applications.list': listApplications,
  'applications.delete': deleteApplication,
  'applications.rotate': rotateApplication,
  'members.set': setMember,
  'members.list': listMembers,
  'members.remove': removeMember,
  'audit.list': listAudit,
  'sessions.create': createSession,
  'sessions.get': getSession,
  'sessions.delete': deleteSession,
  'security.validateUserSignature': validateUserSignature,
  'security.exchangeUIDSignature': exchangeUidSignature,
  health: getHealth,
};

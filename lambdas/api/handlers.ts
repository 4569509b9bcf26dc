/** Each operation's handler; a missing one is a type error. */
import type { OperationName } from '../../core/api/operations.ts';
import { askForHelp } from './ask-for-help.ts';
import { cancelCertificate } from './cancel-certificate.ts';
import { checkAgain } from './check-again.ts';
import { clearPrefix } from './clear-prefix.ts';
import { continueWithout } from './continue-without.ts';
import { createApplication } from './create-application.ts';
import { createSession } from './create-session.ts';
import { deleteApplication } from './delete-application.ts';
import { deleteOrphan } from './delete-orphan.ts';
import { deleteSession } from './delete-session.ts';
import { exchangeUidSignature } from './exchange-uid-signature.ts';
import { generateCertificate } from './generate-certificate.ts';
import { getCertificate } from './get-certificate.ts';
import { getHealth } from './get-health.ts';
import { getHistory } from './get-history.ts';
import { getInstructions } from './get-instructions.ts';
import { getSession } from './get-session.ts';
import { getSite } from './get-site.ts';
import { getSsoCoverage } from './get-sso-coverage.ts';
import { getTicket } from './get-ticket.ts';
import { keepSite } from './keep-site.ts';
import { listApplications } from './list-applications.ts';
import { listAudit } from './list-audit.ts';
import { listCertificates } from './list-certificates.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listMembers } from './list-members.ts';
import { listMigrations } from './list-migrations.ts';
import { listOrphans } from './list-orphans.ts';
import { listRenewals } from './list-renewals.ts';
import { listSites } from './list-sites.ts';
import { listTickets } from './list-tickets.ts';
import { listTrustedDomains } from './list-trusted-domains.ts';
import { migrateToDns } from './migrate-to-dns.ts';
import { noteTicket } from './note-ticket.ts';
import type { Operation, Tools } from './operation.ts';
import { planCertificate } from './plan-certificate.ts';
import { preflightCertificate } from './preflight-certificate.ts';
import { registerSite } from './register-site.ts';
import { removeMember } from './remove-member.ts';
import { replayDelivery } from './replay-delivery.ts';
import { resendMails } from './resend-mails.ts';
import { resolveTicket } from './resolve-ticket.ts';
import { retireSite } from './retire-site.ts';
import { rotateApplication } from './rotate-application.ts';
import { rotateWebhookSecret } from './rotate-webhook-secret.ts';
import { setMember } from './set-member.ts';
import { setPrefix } from './set-prefix.ts';
import { shareInstructions } from './share-instructions.ts';
import { testWebhook } from './test-webhook.ts';
import { validateUserSignature } from './validate-user-signature.ts';

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

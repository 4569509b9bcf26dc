/** What each operation answers, as its clients (command line, page) read it. Inputs are in core/operations.ts. */
import type { OperationName } from './operations.ts';
import type { QuotaPlan } from './quota-plan.ts';
import type { Method, RequestEvent } from './request.ts';
import type { TrustedDomain } from './site.ts';
import type { Warning } from './sunset.ts';
import type { TicketRow, TicketView } from './ticket.ts';
import type { AliasView, RequestView } from './view.ts';

export interface SiteAnswer {
  siteId: string;
  name: string;
  dataCenter: string;
  trustedSiteUrls: string[];
  contacts: string[];
  createdAt: string;
  /** The active prefix. */
  apiDomainPrefix: string | null;
  /** Null until the distribution behind it exists. */
  cnameTarget: string | null;
  trustedDomains: TrustedDomain[];
}

export interface DomainsAnswer {
  trustedDomains: TrustedDomain[];
  cnameTarget: string;
  /** Empty without a prefix, as the records are. */
  aliases: string[];
  records: { name: string; type: string; value: string }[];
  /** The records in zone file syntax. */
  zoneFile: string;
}

export interface PreflightAnswer {
  clean: boolean;
  /** Aliases that keep a request from starting. */
  blocked: string[];
  aliases: Pick<AliasView, 'alias' | 'conditions'>[];
  /** How AWS would make sure of the names; absent from a refusal, as are the two below. */
  method?: Method;
  /** What should be known before a request; none of it stops one. */
  warnings?: Warning[];
  plan?: QuotaPlan;
}

export interface HistoryAnswer {
  events: Omit<RequestEvent, 'requestId'>[];
}

export interface Answers extends Record<OperationName, unknown> {
  'sites.register': SiteAnswer;
  'sites.get': SiteAnswer;
  'sites.list': { sites: SiteAnswer[] };
  'sites.listTrustedDomains': DomainsAnswer;
  'sites.setPrefix': SiteAnswer;
  'sites.clearPrefix': SiteAnswer;
  'certificates.preflight': PreflightAnswer;
  'certificates.generate': RequestView & { warnings: Warning[] };
  'certificates.list': { certificates: RequestView[] };
  'certificates.get': RequestView;
  'certificates.history': HistoryAnswer;
  'certificates.resend': { planned: { alias: string; plannedAt: string }[] };
  'certificates.checkAgain': { looking: boolean };
  'certificates.cancel': RequestView;
  'certificates.askForHelp': RequestView;
  'tickets.list': { tickets: TicketRow[] };
  'tickets.get': TicketView;
  'tickets.note': TicketView;
  'tickets.resolve': TicketView;
  health: { status: string };
}

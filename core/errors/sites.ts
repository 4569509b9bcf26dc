/** What a caller asks of a site that cannot be done: the site, its prefix, its retirement. */
import type { Failure } from '../errors.ts';

export const SITES_ERRORS = {
  SiteUnknown: {
    errorCode: 404001,
    retry: false,
    publicText: 'There is no site {siteId}.',
    remedy: 'Register it first, or check the site id.',
  },
  DataCenterUnsupported: {
    errorCode: 400011,
    retry: false,
    publicText: 'Certificate provisioning is only available in the data centers us1, eu1 and au1, not in {dataCenter}.',
    remedy: 'Use a site of one of these data centers.',
  },
  SiteChanged: {
    errorCode: 409001,
    retry: false,
    publicText: 'Site {siteId} exists with another {field}, which cannot be changed.',
    remedy: 'Register a new site id.',
  },
  PreconditionFailed: {
    errorCode: 412001,
    retry: false,
    publicText: 'Nothing was changed: site {siteId} {why}.',
    remedy: 'Read it again, make your change to what it says now, and send that.',
  },
  SiteIdTaken: {
    errorCode: 409023,
    retry: false,
    publicText: 'The site id {siteId} is taken.',
    remedy: 'Choose another one: site ids are never used again.',
  },
  ApiKeyTaken: {
    errorCode: 409024,
    retry: false,
    publicText: 'The API key {apiKey} belongs to another site.',
    remedy: "Use the site's own API key: they are never used again.",
  },
  NotReady: {
    errorCode: 409005,
    retry: false,
    publicText: 'Prefix {prefix} cannot be saved yet: {why}.',
    remedy: 'Save it when the certificate serves every alias.',
  },
  PrefixNotSet: {
    errorCode: 409006,
    retry: false,
    publicText: 'Site {siteId} has no active prefix.',
    remedy: 'Nothing to clear.',
  },
  SiteRetiring: {
    errorCode: 409047,
    retry: false,
    publicText: 'Site {siteId} is being retired.',
    remedy: 'Keep the site (sites.keep) if it is to go on; that works until its names are taken away.',
  },
  SiteRetired: {
    errorCode: 409042,
    retry: false,
    publicText: 'Site {siteId} is retired: its names, certificates and distribution are gone or going.',
    remedy: 'Register another site, with a site id and an API key of its own: neither is ever used again.',
  },
  NotRetiring: {
    errorCode: 409043,
    retry: false,
    publicText: 'Site {siteId} is not being retired.',
    remedy: 'There is nothing to withdraw.',
  },
} as const satisfies Record<string, Failure>;

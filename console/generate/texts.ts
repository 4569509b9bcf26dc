/** From a prefix to a request. */
import { count } from '../parts/count.ts';

const someReady = (ready: number, all: number) =>
  `${ready} of ${count(all, 'name')} ${ready === 1 ? 'is' : 'are'} ready.`;

export const GENERATE = {
  generate: {
    title: 'Generate new certificate',
    about:
      'One certificate for all names of the site. No mail is sent, and nothing is started, before every name is ready.',
    prefix: 'API domain prefix',
    prefixHint: 'One label, put before every trusted domain. Agree on it with whoever manages the DNS.',
    prefixExample: 'login',
    target: 'CNAME target',
    targetHint: 'Every name gets a CNAME record to this.',
    method: 'How AWS makes sure of each name',
    email: 'E-mail',
    emailMore:
      'Five mailboxes of each domain get a mail; one click in any of them approves the name. Again at each renewal.',
    emailOver: 'AWS takes no new certificates by e-mail validation any more.',
    dns: 'DNS',
    dnsMore: 'One more CNAME per name, added once. Renewals need nobody.',
    records: 'Names and their records',
    recordsEmpty: 'Enter a prefix',
    recordsEmptyMore:
      'Every name is shown here as it will be, with the record to add and what is found in the DNS now.',
    record: 'Record to add',
    found: 'Found',
    result: 'What to do',
    asExpected: 'as expected',
    nothingToDo: 'Nothing to do.',
    checking: (number: number) => `Asking name servers, mail routes, CAA and CloudFront for ${count(number, 'name')} …`,
    check: 'Check again',
    checkedAt: 'Checked',
    zoneFile: 'Copy all as a zone file',
    showZoneFile: 'Zone file',
    allReady: (number: number) => (number === 1 ? 'The name is ready.' : `All ${number} names are ready.`),
    someReady,
    someReadyMore:
      'What is missing stands beside each name. Put it right and check again, or start by itself when it is.',
    restSpreads: (ready: number, all: number) =>
      `${someReady(ready, all)} Every record is right; caches still answer with what was there before.`,
    restSpreadsMore: 'Nothing to do but to wait until they forget. The check then runs again by itself:',
    readyBut: (number: number) =>
      `${number === 1 ? 'One name has' : `${number} names have`} something to put right before it can serve. It stands beside the name, and keeps nothing from starting.`,
    wait: 'Start by itself when my DNS is right',
    waitHint: 'The request is kept for 14 days and looks at the records by itself.',
    generate: 'Generate',
    whyPrefix: 'Enter a prefix first.',
    whyRunning: 'A request is on its way. Open it, wait for it or cancel it.',
    whyRefused: 'Correct what is marked above.',
    whyChecking: 'The check is under way.',
    whyBlocked: 'Some names are not ready. Tick "Start by itself when my DNS is right" to start anyway.',
    whyQuota: 'This certificate does not fit; see above.',
    openRunning: 'Open the running request',
    noneEligible: 'No trusted domain of this site can get a certificate',
    noneEligibleMore: 'Add a public trusted site URL in Site settings.',
    notEligible: (number: number) => `${count(number, 'trusted domain')} left out`,
    mend: (name: string) => `Put it right (simulated DNS of ${name})`,
    release: (name: string) => `Release it (simulated holder of ${name})`,
    whoActs: (who: string) => `Who must act: ${who}`,
    plan: (names: number, limit: number | null, commonName: string) =>
      `${count(names, 'name')}${limit === null ? '' : ` of at most ${limit}`} in one certificate, common name ${commonName}.`,
  },
  /** What a new certificate makes of what serves. */
  plan: {
    title: 'What this changes',
    about: 'goes on serving until the new certificate is proven for every name; then it is deleted.',
    nothingServes: 'Nothing is taken off the air that is not ticked below.',
    added: 'Added',
    kept: 'Kept, without a gap',
    removed: 'Off the air',
    without: 'Left out',
    none: 'none',
    andMore: (number: number) => `and ${number} more`,
    who: 'Who must act',
    clicks: (names: number, domain: string) =>
      `${count(names, 'click')} at ${domain}: one for each name, in any of its five mailboxes`,
    recordsInPlace: (number: number) => `${count(number, 'record')} in place already: nothing to do`,
    recordsToAdd: (number: number) => `${count(number, 'record')} to add`,
    recordsUnnamed: (number: number) => `${count(number, 'record')} that AWS names when the certificate is requested`,
    nobody: 'nobody: every validation record is in place',
    quota: 'Certificates this year',
    quotaOf: (used: number, limit: number | null) => (limit === null ? String(used) : `${used} of ${limit}`),
    earliest: 'Serves at the earliest',
    earliestMore: 'if everybody acts at once',
    latest: 'at the latest',
    latestMore: 'if they take all the time that AWS gives them',
    consent: (number: number) =>
      number === 1
        ? 'One name serves now and would go off the air'
        : `${number} names serve now and would go off the air`,
    consentMore:
      'Browsers that use them find nothing any more from the moment of the swap. Tick each that may go. To keep one, have its domain among the trusted site URLs, and do not leave it out.',
    mayGo: (name: string) => `${name} may go off the air`,
    whyConsent: (number: number) =>
      `Tick ${number === 1 ? 'the name' : 'the names'} that may go off the air, or keep ${number === 1 ? 'it' : 'them'}.`,
    leaveOut: 'Leave names out',
    leaveOutHint:
      'For names that cannot be validated now. They get no certificate, and the others do not wait for them.',
    leaveOutNone: 'None is left out',
    keepIn: (name: string) => `Do not leave out ${name}`,
    servesNow: 'serves now',
  },
};

/** One site: its target and records, a new certificate from check to Generate, its requests, and the switch for its prefix. */
import type { RequestView } from '../core/view.ts';
import { call, type Preflight, Problem, type Site } from './api.ts';
import { type Child, h, nodesOf } from './element.ts';
import { action, fieldOf, input, showFields, tell } from './form.ts';
import { live } from './live.ts';
import { preflightResult } from './preflight.ts';
import { siteForm, siteLink } from './sites-page.ts';
import { when, whenAndHowFar } from './time.ts';
import {
  actorText,
  alertBox,
  badge,
  card,
  code,
  copyable,
  copyButton,
  details,
  empty,
  notify,
  problemAlert,
  statusBadge,
  table,
} from './widgets.ts';

export async function sitePage(siteId: string, prefix: string): Promise<Child> {
  const [site, { certificates }] = await Promise.all([
    call('sites.get', { siteId }),
    call('certificates.list', { siteId }),
  ]);
  const state = async () => ({
    site: await call('sites.get', { siteId }),
    ...(await call('certificates.list', { siteId })),
  });
  const [facts, requests, settings] = await Promise.all([
    live(h('div'), () => call('sites.get', { siteId }), siteFacts),
    live(
      h('div'),
      () => call('certificates.list', { siteId }),
      (all) => requestTable(siteId, all.certificates),
    ),
    live(h('div'), state, (all) => prefixSettings(all.site, all.certificates)),
  ]);
  return [
    h('nav', { 'aria-label': 'Breadcrumb' }, h('a', { href: '#/' }, 'Sites'), ' / ', site.name),
    h('h1', {}, site.name),
    card(
      'Site',
      facts,
      h('details', { id: 'edit' }, h('summary', {}, 'Change name, URLs or contacts'), siteForm(site)),
    ),
    card('Certificate requests', requests),
    card('Generate a certificate', generator(site, prefix || (site.apiDomainPrefix ?? certificates[0]?.prefix ?? ''))),
    card('Site settings: prefix', settings),
  ];
}

function siteFacts(site: Site): Child {
  const rows = site.trustedDomains.map(({ domain, eligible, why }) => [
    code(domain),
    eligible ? badge('success', 'eligible') : [badge('quiet', 'not eligible'), ` ${why}`],
  ]);
  return [
    details(
      ['Site id', copyable(site.siteId)],
      ['Data center', site.dataCenter],
      ['CNAME target', site.cnameTarget ? copyable(site.cnameTarget) : 'being prepared …'],
      ['Contacts', site.contacts.join(', ') || 'nobody'],
    ),
    table('Trusted domains', ['Trusted domain', 'Certificate'], rows),
  ];
}

/** Prefix → records to add → check → Generate. What was checked counts only until the prefix is changed. */
function generator(site: Site, firstPrefix: string): Child {
  const { siteId } = site;
  const prefix = input('prefix', firstPrefix, { placeholder: 'login' });
  const field = { label: 'API domain prefix', control: prefix, hint: 'One label, put before every trusted domain.' };
  const wait = h('input', { type: 'checkbox', id: 'wait' });
  const records = h('div');
  const findings = h('div', { role: 'region', 'aria-label': 'Result of the check', 'aria-live': 'polite' });
  const why = h('span', { class: 'quiet', id: 'why' });
  let checked: Preflight | undefined;

  const settle = () => {
    const mayStart = prefix.value !== '' && (checked?.clean === true || wait.checked);
    generate.disabled = !mayStart;
    why.textContent = mayStart
      ? ''
      : checked
        ? 'Some names are not ready yet.'
        : 'Check first: no mail is sent before every name is ready.';
  };
  const showPreflight = (result: Preflight) => {
    checked = result;
    findings.replaceChildren(...nodesOf(preflightResult(result)));
    settle();
  };
  const refused = (error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    if (error.findings) showPreflight(error.findings);
    if (showFields([field], error)) return;
    const running =
      error.requestId && h('p', {}, h('a', { href: requestLink(siteId, error.requestId) }, 'Open the running request'));
    findings.prepend(problemAlert(error, running));
  };
  const check = action('check', 'Check', async () => {
    findings.replaceChildren(h('p', { class: 'quiet' }, 'Asking name servers, mail routes, CAA and CloudFront …'));
    try {
      showPreflight(await call('certificates.preflight', { siteId, prefix: prefix.value }));
    } catch (error) {
      findings.replaceChildren();
      refused(error);
    }
  });
  const generate = action(
    'generate',
    'Generate',
    async () => {
      const onFindings = wait.checked ? 'wait' : 'refuse';
      const started = await call('certificates.generate', { siteId, prefix: prefix.value, onFindings }).catch(refused);
      if (started) location.hash = requestLink(siteId, started.requestId);
    },
    { kind: 'primary' },
  );
  generate.setAttribute('aria-describedby', why.id);

  const showRecords = async () => {
    const asked = prefix.value;
    history.replaceState(null, '', `${siteLink(site)}${asked && `?prefix=${encodeURIComponent(asked)}`}`);
    checked = undefined;
    findings.replaceChildren();
    settle();
    const content = await recordsOf(siteId, asked);
    if (prefix.value !== asked) return; // typed on meanwhile
    tell(prefix, '');
    records.replaceChildren(content);
  };
  prefix.addEventListener('input', showRecords);
  wait.addEventListener('change', settle);
  const shown = fieldOf('generate', field);
  void showRecords();
  return [
    shown,
    records,
    h('div', { class: 'actions' }, check, generate, why),
    h('div', { class: 'check' }, wait, h('label', { for: 'wait' }, 'Start by itself when my DNS is right')),
    findings,
  ];
}

async function recordsOf(siteId: string, prefix: string): Promise<HTMLElement> {
  if (prefix === '') return empty('Enter a prefix to see the records to add.');
  try {
    const { records, zoneFile } = await call('sites.listTrustedDomains', { siteId, prefix });
    if (records.length === 0) return alertBox('warning', 'No trusted domain of this site can get a certificate.');
    const rows = records.map(({ name, type, value }) => [copyable(name), type, copyable(value)]);
    return h(
      'div',
      {},
      h('h3', {}, 'Records to add to the DNS'),
      table('Records to add', ['Name', 'Type', 'Value'], rows),
      h('p', {}, copyButton('Copy all as a zone file', zoneFile)),
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error instanceof Problem ? problemAlert(error) : alertBox('error', error.message);
  }
}

const requestLink = (siteId: string, requestId: string): string =>
  `#/sites/${encodeURIComponent(siteId)}/requests/${encodeURIComponent(requestId)}`;

function requestTable(siteId: string, requests: readonly RequestView[]): Child {
  if (requests.length === 0) return empty('No request yet. Generate the first certificate below.');
  const rows = requests.map(({ requestId, prefix, status, waitingOn, deadline, createdAt }) => [
    h('a', { href: requestLink(siteId, requestId), id: requestId }, requestId),
    prefix,
    statusBadge(status),
    actorText(waitingOn),
    deadline ? whenAndHowFar(deadline) : '–',
    when(createdAt),
  ]);
  return table('Certificate requests', ['Request', 'Prefix', 'Status', 'Who must act', 'Until', 'Requested'], rows);
}

function prefixSettings(site: Site, requests: readonly RequestView[]): Child {
  const active = site.apiDomainPrefix;
  const ready = requests.find(({ status }) => status === 'READY');
  const running = requests.find(({ status }) => status === 'PENDING' || status === 'ACTION_REQUIRED');
  const why = running
    ? `Prefix ${running.prefix} can be saved when request ${running.requestId} is ready; it is at ${running.step}.`
    : 'A prefix can be saved when a certificate serves all of its names. Generate one first.';
  return [
    details(['Active prefix', active ? badge('success', active) : 'none: browsers use the shared domain']),
    ready && h('p', {}, `Prefix ${ready.prefix} is ready: its certificate serves every name.`),
    !ready && !active && h('p', { class: 'quiet', id: 'why-not' }, why),
    h(
      'div',
      { class: 'actions' },
      (ready || !active) && activateButton(site.siteId, ready?.prefix),
      active && deactivateButton(site.siteId),
    ),
  ];
}

/** Disabled while there is no prefix to save. */
export function activateButton(siteId: string, prefix: string | undefined): HTMLButtonElement {
  const act = async () => {
    if (prefix === undefined) return;
    await call('sites.setPrefix', { siteId, prefix });
    notify(`Prefix ${prefix} is active.`);
  };
  const button = action('activate', 'Activate prefix', act, { kind: 'primary', disabled: prefix === undefined });
  if (prefix === undefined) button.setAttribute('aria-describedby', 'why-not');
  return button;
}

export function deactivateButton(siteId: string): HTMLButtonElement {
  return action('deactivate', 'Deactivate prefix', async () => {
    await call('sites.clearPrefix', { siteId });
    notify('The prefix is not active any more. The certificate goes on serving.');
  });
}

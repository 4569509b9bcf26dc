/** The simulated world: mailboxes, where approvals are given, and the DNS, where customers put their records right. */
import { call } from './api.ts';
import { type Child, h } from './element.ts';
import { action, choice, form, input, lines, linesOf } from './form.ts';
import { live, refresh } from './live.ts';
import {
  deleteRecord,
  editorLink,
  type Mail,
  putRecord,
  type RecordSet,
  readMail,
  readMails,
  readZones,
  type Zone,
  zoneOf,
} from './simulation.ts';
import { when } from './time.ts';
import { alertBox, card, code, details, empty, notify, simulated, table } from './widgets.ts';

const heading = (text: string): HTMLElement => h('h1', {}, text, ' ', simulated());

export async function mailsPage(wanted: string): Promise<Child> {
  const filter = input('filter', wanted, {
    type: 'search',
    id: 'filter',
    placeholder: 'a name, an address, a subject',
  });
  filter.addEventListener('input', () => refresh());
  const load = async () => ({ mails: await readMails(), wanted: filter.value.trim().toLowerCase() });
  const list = await live(h('div', { 'aria-live': 'polite' }), load, mailTable);
  return [
    heading('Mailboxes'),
    card(
      'All mails, newest first',
      h('div', { class: 'field' }, h('label', { for: filter.id }, 'Show only mails with'), filter),
      list,
    ),
  ];
}

function mailTable({ mails, wanted }: { mails: Mail[]; wanted: string }): Child {
  if (mails.length === 0)
    return empty('No mail has arrived yet. Approval mails are sent soon after a certificate is requested.');
  const shown = mails.filter(({ subject, to, from }) =>
    [subject, from, ...to].some((text) => text.toLowerCase().includes(wanted)),
  );
  if (shown.length === 0) return empty(`None of the ${mails.length} mails matches.`);
  const rows = shown.map(({ id, subject, to, date }) => [
    h('a', { href: `#/world/mails/${id}`, id }, subject),
    to.join(', '),
    when(date, 'exact'),
  ]);
  return table('Mails', ['Subject', 'To', 'Arrived'], rows);
}

export async function mailPage(id: string): Promise<Child> {
  const { subject, from, to, date, text, approvalPath } = await readMail(id);
  return [
    h('nav', { 'aria-label': 'Breadcrumb' }, h('a', { href: '#/world/mails' }, 'Mailboxes'), ' / Mail'),
    heading(subject),
    card(
      'Mail',
      details(['From', from], ['To', to.join(', ')], ['Arrived', when(date, 'exact')]),
      approvalPath &&
        h(
          'p',
          {},
          h(
            'a',
            { class: 'button primary', href: approvalPath, target: '_blank', rel: 'noopener' },
            'Open the approval page (new tab)',
          ),
        ),
      h('pre', {}, text),
    ),
  ];
}

const TYPES = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'CAA', 'NS'].map((type) => [type, type] as const);
/** Of a new record: five minutes, as most zones. */
const TTL = 300;

/** `query` may carry a record to fill in (name, type, value) and the page to go back to. */
export async function zonesPage(query: URLSearchParams): Promise<Child> {
  const name = query.get('name') ?? '';
  const back = query.get('back') ?? '';
  const load = async () => ({ zones: await readZones(), ...(await call('sites.list', {})) });
  const list = await live(h('div'), load, ({ zones, sites }) => {
    const domains = sites.flatMap(({ trustedDomains }) => trustedDomains.map(({ domain }) => domain));
    const customers = new Set(domains.map((domain) => zoneOf(domain, zones)));
    const [theirs, others] = [
      zones.filter((zone) => customers.has(zone)),
      zones.filter((zone) => !customers.has(zone)),
    ];
    return [
      h('h3', {}, 'Of customers'),
      theirs.map(zoneDetails),
      h('h3', {}, 'Of everybody else'),
      others.map(zoneDetails),
    ];
  });
  const atName = await live(h('div', { 'aria-live': 'polite' }), readZones, (zones) => recordsAt(name, zones));
  const editor = recordForm(query, await readZones());
  list.querySelector(`[id="zone-${zoneOf(name, await readZones())?.name}"]`)?.setAttribute('open', '');
  return [
    heading('DNS'),
    back.startsWith('#/') && h('p', {}, h('a', { href: back }, '← Back to where you came from')),
    alertBox(
      'info',
      'Here you act as the owner of a domain’s DNS.',
      h('p', {}, 'Caches may still answer with an old record until its TTL has passed: move the clock.'),
    ),
    card(name ? `Record for ${name}` : 'Add or replace a record', name && atName, editor),
    card('Zones', list),
  ];
}

function recordForm(query: URLSearchParams, zones: readonly Zone[]): HTMLFormElement {
  const wanted = { name: query.get('name') ?? '', type: query.get('type') ?? 'CNAME', value: query.get('value') ?? '' };
  const present = zoneOf(wanted.name, zones)?.records.find(
    ({ name, type }) => name === wanted.name && type === wanted.type,
  );
  const kept = wanted.type === 'CNAME' ? [] : (present?.values ?? []); // a name has one CNAME, but several of the others
  const name = input('name', wanted.name);
  const type = choice('type', TYPES, wanted.type);
  const ttl = input('ttl', String(present?.ttl ?? TTL), { type: 'number', min: '0' });
  const values = lines('values', [...new Set([...kept, wanted.value])].filter(Boolean));
  const fields = [
    { label: 'Record name', control: name, hint: 'The whole name, as login.www.example.com.' },
    { label: 'Type', control: type },
    { label: 'TTL in seconds', control: ttl },
    {
      label: 'Values',
      control: values,
      hint: 'One a line, as in a zone file. They replace what is there under this name and type.',
    },
  ];
  return form('record', 'Save record', fields, async () => {
    const record = {
      name: name.value.trim().toLowerCase(),
      type: type.value,
      ttl: Number(ttl.value),
      values: linesOf(values),
    };
    const zone = zoneOf(record.name, await readZones());
    if (!zone) return notify(`No zone of this world holds ${record.name || 'a record without a name'}.`, 'error');
    await putRecord(zone.name, record);
    notify(`${record.name} ${record.type} is saved in ${zone.name}.`);
  });
}

function recordsAt(name: string, zones: readonly Zone[]): Child {
  const zone = zoneOf(name, zones);
  if (!zone) return empty(`No zone of this world holds ${name}.`);
  const records = zone.records.filter((record) => record.name === name);
  return records.length === 0
    ? empty(`There is no record at ${name} yet.`)
    : [h('p', {}, 'Now in the zone:'), recordTable(zone, records, 'now')];
}

function zoneDetails(zone: Zone): HTMLElement {
  const count = `${zone.records.length} records`;
  return h(
    'details',
    { id: `zone-${zone.name}` },
    h('summary', {}, h('strong', {}, zone.name), ` ${count}`),
    recordTable(zone, zone.records, 'all'),
  );
}

function recordTable(zone: Zone, records: readonly RecordSet[], place: string): HTMLElement {
  const rows = records.map((record) => [
    code(record.name),
    record.type,
    String(record.ttl),
    record.values.map((value) => h('div', {}, code(value))),
    record.type !== 'SOA' && deleteButton(zone, record, place),
  ]);
  return table(`Records of ${zone.name}`, ['Name', 'Type', 'TTL', 'Values', 'Change'], rows);
}

function deleteButton(zone: Zone, record: RecordSet, place: string): Child {
  const { name, type, values } = record;
  const remove = async () => {
    await deleteRecord(zone.name, record);
    notify(`${name} ${type} is deleted.`);
  };
  const button = action(`delete-${place}-${name}-${type}`, 'Delete', remove, { kind: 'small' });
  button.setAttribute('aria-label', `Delete ${name} ${type}`);
  return [
    h('a', { href: editorLink({ name, type, value: values[0] ?? '' }), 'aria-label': `Edit ${name} ${type}` }, 'Edit'),
    ' ',
    button,
  ];
}

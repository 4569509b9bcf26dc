/** The simulated DNS, where a reader acts as the owner of a domain: one record is edited above, all zones stand below. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { ChoiceField, Form, TextField } from '../parts/form.tsx';
import { linesOf } from '../parts/lines.ts';
import { Back } from '../parts/simulated.tsx';
import { Empty, Loaded, ProblemAlert } from '../parts/states.tsx';
import { Code, NameLines } from '../parts/text.tsx';
import { to } from '../place.ts';
import type { ScreenProps } from '../screens.ts';
import { useAct } from '../service/act.ts';
import { useLive } from '../service/live.ts';
import { notify } from '../service/notices.ts';
import { useSites } from '../service/reads.ts';
import { type RecordSet, world, type Zone, zoneOf } from '../service/simulation.ts';
import { T } from '../texts.ts';

const TYPES = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'CAA', 'NS'].map((value) => ({ value }));
/** Seconds, of a new record: five minutes, as most zones. */
const TTL = '300';

export function Zones({ query }: ScreenProps) {
  const zones = useLive('zones', world.zones);
  const sites = useSites();
  return (
    <Page title={T.navigation.zones} simulated description={T.world.zonesMore}>
      <Back query={query} />
      <Loaded live={zones}>
        {(all) => (
          <SpaceBetween size="l">
            <Editor key={query.toString()} query={query} zones={all} />
            <ZoneList
              zones={all}
              domains={(sites.value ?? []).flatMap(({ trustedDomains }) => trustedDomains.map(({ domain }) => domain))}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

/** What the address asks for; a name has one CNAME, but several of the others. */
function wishOf(query: URLSearchParams, zones: readonly Zone[]) {
  const [name, type, value] = [query.get('name') ?? '', query.get('type') ?? 'CNAME', query.get('value') ?? ''];
  const present = zoneOf(name, zones)?.records.find((record) => record.name === name && record.type === type);
  const kept = type === 'CNAME' ? [] : (present?.values ?? []);
  return {
    name,
    type,
    ttl: String(present?.ttl ?? TTL),
    values: [...new Set([...kept, value])].filter(Boolean).join('\n'),
  };
}

function Editor({ query, zones }: { query: URLSearchParams; zones: readonly Zone[] }) {
  const [first] = useState(() => wishOf(query, zones));
  const [name, setName] = useState(first.name);
  const [type, setType] = useState(first.type);
  const [ttl, setTtl] = useState(first.ttl);
  const [values, setValues] = useState(first.values);
  const act = useAct({ told: true });
  const zone = zoneOf(name.trim().toLowerCase(), zones);
  const present = zone?.records.filter((record) => record.name === name.trim().toLowerCase()) ?? [];
  const save = () =>
    act.run(async () => {
      if (!zone) return notify('error', T.world.noZone(name));
      const record = { name: name.trim().toLowerCase(), type, ttl: Number(ttl), values: linesOf(values) };
      await world.putRecord(zone.name, record);
      notify('success', T.world.saved(record.name, record.type, zone.name));
    });
  return (
    <Form onSubmit={save}>
      <Container
        header={
          <Header description={T.world.cachesForget}>
            {first.name ? T.world.recordFor(first.name) : T.world.newRecord}
          </Header>
        }
      >
        <SpaceBetween size="m">
          {act.problem && <ProblemAlert problem={act.problem} />}
          <TextField label={T.world.recordName} hint={T.world.recordNameHint} value={name} onChange={setName} />
          <ChoiceField label={T.world.recordType} value={type} options={TYPES} onChange={setType} />
          <TextField label={T.world.ttl} type="number" value={ttl} onChange={setTtl} />
          <TextField label={T.world.values} hint={T.world.valuesHint} rows={3} value={values} onChange={setValues} />
          {name !== '' && (
            <Alert type="info" header={present.length > 0 ? T.world.nowThere : T.world.nothingThere(name)}>
              {present.map((record) => (
                <div key={record.type}>
                  <Code>{`${record.name} ${record.ttl} ${record.type} ${record.values.join(', ')}`}</Code>
                </div>
              ))}
            </Alert>
          )}
          <Button variant="primary" formAction="submit" loading={act.busy}>
            {T.world.saveRecord}
          </Button>
        </SpaceBetween>
      </Container>
    </Form>
  );
}

function ZoneList({ zones, domains }: { zones: readonly Zone[]; domains: readonly string[] }) {
  const customers = new Set(domains.map((domain) => zoneOf(domain, zones)));
  const theirs = zones.filter((zone) => customers.has(zone));
  const others = zones.filter((zone) => !customers.has(zone));
  return (
    <SpaceBetween size="l">
      <Header>{T.world.customersZones}</Header>
      {theirs.map((zone) => (
        <ZoneTable key={zone.name} zone={zone} />
      ))}
      <ExpandableSection headerText={T.world.othersZones} headerCounter={`(${others.length})`}>
        <SpaceBetween size="s">
          {others.map((zone) => (
            <ZoneTable key={zone.name} zone={zone} />
          ))}
        </SpaceBetween>
      </ExpandableSection>
    </SpaceBetween>
  );
}

function ZoneTable({ zone }: { zone: Zone }) {
  return (
    <ExpandableSection variant="container" headerText={zone.name} headerCounter={`(${zone.records.length})`}>
      <DataTable
        title={T.world.recordsOf(zone.name)}
        variant="embedded"
        items={zone.records}
        keyOf={({ name, type }) => `${name} ${type}`}
        textOf={({ name, type, values }) => `${name} ${type} ${values.join(' ')}`}
        empty={<Empty title={T.common.none} />}
        columns={columnsOf(zone)}
      />
    </ExpandableSection>
  );
}

function columnsOf(zone: Zone): Column<RecordSet>[] {
  return [
    { id: 'name', header: T.world.recordName, cell: ({ name }) => <Code>{name}</Code>, sort: ({ name }) => name },
    { id: 'type', header: T.world.recordType, cell: ({ type }) => type, sort: ({ type }) => type },
    { id: 'ttl', header: T.world.ttl, cell: ({ ttl }) => ttl, sort: ({ ttl }) => ttl },
    {
      id: 'values',
      header: T.world.values,
      cell: ({ values }) => <NameLines names={values} />,
    },
    { id: 'change', header: T.world.change, cell: (record) => <Change zone={zone} record={record} /> },
  ];
}

function Change({ zone, record }: { zone: Zone; record: RecordSet }) {
  const act = useAct();
  const { name, type, values } = record;
  if (type === 'SOA') return T.common.none;
  const remove = async () => {
    if (await act.run(() => world.deleteRecord(zone.name, record))) notify('success', T.world.deleted(name, type));
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Link href={to.record({ name, type, value: values[0] ?? '' })} ariaLabel={`${T.world.edit} ${name} ${type}`}>
        {T.world.edit}
      </Link>
      <Button
        variant="inline-link"
        loading={act.busy}
        ariaLabel={`${T.world.delete} ${name} ${type}`}
        onClick={() => void remove()}
      >
        {T.world.delete}
      </Button>
    </SpaceBetween>
  );
}

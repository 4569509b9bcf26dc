/** Troubles of the simulated world: AWS calls that fail, name servers, signatures and mailboxes that do not work, quotas. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Choice, Form, TextField } from '../parts/form.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { Code } from '../parts/text.tsx';
import { useAct } from '../service/act.ts';
import { useLive } from '../service/live.ts';
import { type Quota, type Servers, world } from '../service/simulation.ts';
import { T } from '../texts.ts';
import { AddFault, Faults } from './faults.tsx';

export function Troubles() {
  const faults = useLive('faults', world.faults);
  const servers = useLive('servers', world.servers);
  const rejected = useLive('rejected', world.rejected);
  const quotas = useLive('quotas', world.quotas);
  return (
    <Page title={T.navigation.troubles} simulated description={T.world.troublesMore}>
      <AddFault />
      <Loaded live={faults}>{(all) => <Faults faults={all} />}</Loaded>
      <Loaded live={servers}>{(all) => <NameServers all={all} />}</Loaded>
      <Loaded live={rejected}>{(all) => <Mailboxes rejected={all} />}</Loaded>
      <Loaded live={quotas}>
        {(all) => (
          <DataTable
            title={T.world.quotas}
            items={all}
            keyOf={({ code }) => code}
            columns={QUOTAS}
            empty={<Empty title={T.common.none} />}
          />
        )}
      </Loaded>
    </Page>
  );
}

const BEHAVIOURS = ['answers', 'times-out', 'lame', 'refuses', 'stale'].map((value) => ({ value }));
const VERDICTS = ['insecure', 'secure', 'bogus'].map((value) => ({ value }));

interface PickProps {
  label: string;
  value: string;
  options: readonly { value: string }[];
  pick: (value: string) => Promise<unknown>;
}

function Pick({ label, value, options, pick }: PickProps) {
  const act = useAct();
  return (
    <Choice ariaLabel={label} value={value} options={options} onChange={(wanted) => act.run(() => pick(wanted))} />
  );
}

function NameServers({ all: { servers, zones } }: { all: Servers }) {
  return (
    <SpaceBetween size="l">
      <DataTable
        title={T.world.servers}
        items={servers}
        keyOf={({ host }) => host}
        empty={<Empty title={T.common.none} />}
        columns={[
          { id: 'host', header: T.world.host, cell: ({ host }) => <Code>{host}</Code> },
          { id: 'zones', header: T.world.zonesServed, cell: ({ zones: served }) => served.join(', ') },
          {
            id: 'behaviour',
            header: T.world.behaviour,
            cell: ({ host, behaviour }) => (
              <Pick
                label={`${T.world.behaviour} ${host}`}
                value={behaviour}
                options={BEHAVIOURS}
                pick={(value) => world.setServer(host, value)}
              />
            ),
          },
        ]}
      />
      <DataTable
        title={T.world.signatures}
        items={zones}
        keyOf={({ name }) => name}
        empty={<Empty title={T.common.none} />}
        pageSize={10}
        columns={[
          { id: 'name', header: T.world.zone, cell: ({ name }) => <Code>{name}</Code> },
          {
            id: 'dnssec',
            header: 'DNSSEC',
            cell: ({ name, dnssec }) => (
              <Pick
                label={`DNSSEC ${name}`}
                value={dnssec}
                options={VERDICTS}
                pick={(value) => world.setSignature(name, value)}
              />
            ),
          },
        ]}
      />
    </SpaceBetween>
  );
}

function Mailboxes({ rejected }: { rejected: readonly string[] }) {
  const [address, setAddress] = useState('');
  const act = useAct();
  const reject = () =>
    act.run(() => world.setRejects(address.trim().toLowerCase(), true)).then((done) => done && setAddress(''));
  return (
    <Container header={<Header description={T.world.rejectMore}>{T.world.reject}</Header>}>
      <SpaceBetween size="m">
        {rejected.map((one) => (
          <SpaceBetween key={one} direction="horizontal" size="xs" alignItems="center">
            <Code>{one}</Code>
            <Button
              ariaLabel={`${T.world.accept} ${one}`}
              onClick={() => void act.run(() => world.setRejects(one, false))}
            >
              {T.world.accept}
            </Button>
          </SpaceBetween>
        ))}
        <Form onSubmit={reject}>
          <SpaceBetween size="m">
            <TextField label={T.world.address} hint={T.world.addressHint} value={address} onChange={setAddress} />
            <Button formAction="submit" loading={act.busy}>
              {T.world.rejectButton}
            </Button>
          </SpaceBetween>
        </Form>
      </SpaceBetween>
    </Container>
  );
}

const QUOTAS: readonly Column<Quota>[] = [
  {
    id: 'name',
    header: T.world.quota,
    cell: ({ name, service, code }) => (
      <>
        {name}
        <div className="quiet">
          {service} <Code>{code}</Code>
        </div>
      </>
    ),
  },
  { id: 'value', header: T.world.quotaValue, cell: (quota) => <QuotaValue key={quota.value} quota={quota} /> },
];

function QuotaValue({ quota: { code, name, value } }: { quota: Quota }) {
  const [typed, setTyped] = useState(String(value));
  const act = useAct();
  return (
    <Form onSubmit={() => act.run(() => world.setQuota(code, Number(typed)))}>
      <SpaceBetween direction="horizontal" size="xs">
        <Input type="number" ariaLabel={name} value={typed} onChange={({ detail }) => setTyped(detail.value)} />
        <Button
          formAction="submit"
          ariaLabel={`${T.world.setQuota} ${name}`}
          disabled={typed === String(value)}
          loading={act.busy}
        >
          {T.world.setQuota}
        </Button>
      </SpaceBetween>
    </Form>
  );
}

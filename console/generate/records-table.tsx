/** The names of a site as they will be: each with the record to add, what the check found of it, and what is to be done. */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { PreflightAnswer } from '../../core/api/answers-certificates.ts';
import type { DomainsAnswer, SiteAnswer } from '../../core/api/answers-sites.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator } from '../parts/states.tsx';
import { Code, CopyButton, Sentence, When } from '../parts/text.tsx';
import { Mend } from '../request/findings.tsx';
import { RecordToAdd } from '../request/record.tsx';
import { actorText, CONDITIONS, openMatters, toneOf } from '../request/words.ts';
import { T } from '../texts.ts';
import type { Checked } from './preflight.ts';

interface Row {
  record: DomainsAnswer['records'][number];
  found: PreflightAnswer['aliases'][number] | undefined;
}

/** What needs a person comes first; the rest in the order of the trusted domains. */
function rowsOf({ domains, result }: Checked): Row[] {
  const found = new Map(result?.aliases.map((alias) => [alias.alias, alias]));
  const rows = (domains?.records ?? []).map((record) => ({ record, found: found.get(record.name) }));
  const isOpen = ({ found: alias }: Row) => alias !== undefined && openMatters(alias.conditions).length > 0;
  return [...rows.filter(isOpen), ...rows.filter((row) => !isOpen(row))];
}

export function Records({ checked, site }: { checked: Checked; site: SiteAnswer }) {
  const { domains, check, busy, checkedAt } = checked;
  const leftOut = site.trustedDomains.filter(({ eligible }) => !eligible);
  if (domains && domains.records.length === 0)
    return (
      <Alert type="warning" header={T.generate.noneEligible}>
        {T.generate.noneEligibleMore}
      </Alert>
    );
  const actions = domains && (
    <SpaceBetween direction="horizontal" size="xs">
      <CopyButton text={domains.zoneFile} label={T.generate.zoneFile} />
      <Button iconName="refresh" formAction="none" loading={busy} onClick={check}>
        {T.generate.check}
      </Button>
    </SpaceBetween>
  );
  return (
    <SpaceBetween size="s">
      <DataTable
        title={T.generate.records}
        items={rowsOf(checked)}
        columns={COLUMNS}
        keyOf={({ record }) => record.name}
        textOf={({ record }) => record.name}
        find={T.request.namesFind}
        actions={actions}
        description={
          checkedAt && (
            <>
              {T.generate.checkedAt} <When iso={checkedAt} form="exact" />
            </>
          )
        }
        empty={<Empty title={T.generate.recordsEmpty}>{T.generate.recordsEmptyMore}</Empty>}
      />
      {domains && (
        <ExpandableSection headerText={T.generate.showZoneFile}>
          <pre>{domains.zoneFile}</pre>
        </ExpandableSection>
      )}
      {leftOut.length > 0 && (
        <ExpandableSection headerText={T.generate.notEligible(leftOut.length)}>
          <ul className="plain">
            {leftOut.map(({ domain, why }) => (
              <li key={domain}>
                <Code>{domain}</Code>: {why}
              </li>
            ))}
          </ul>
        </ExpandableSection>
      )}
      {checked.plan && <Box color="text-body-secondary">{checked.plan}</Box>}
    </SpaceBetween>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'record',
    header: T.generate.record,
    minWidth: 260,
    cell: ({ record }) => <RecordToAdd record={record} />,
  },
  { id: 'found', header: T.generate.found, minWidth: 180, cell: (row) => <Found row={row} /> },
  { id: 'result', header: T.generate.result, minWidth: 220, cell: (row) => <ToDo row={row} /> },
];

function Found({ row: { found } }: { row: Row }) {
  if (!found) return T.common.none;
  const open = openMatters(found.conditions);
  if (open.length === 0) return <Indicator>{T.generate.asExpected}</Indicator>;
  return open.map(([name, condition]) => (
    <div className="matter" key={name}>
      <Indicator type={toneOf(condition)}>{CONDITIONS[name].name}</Indicator>
      {condition.facts.found && (
        <div>
          <Code>{condition.facts.found}</Code>
        </div>
      )}
      <div className="quiet">
        <Sentence text={condition.message} />
      </div>
    </div>
  ));
}

function ToDo({ row: { found } }: { row: Row }) {
  if (!found) return T.common.none;
  const open = openMatters(found.conditions);
  if (open.length === 0) return T.generate.nothingToDo;
  return open.map((matter) => (
    <div className="matter" key={matter[0]}>
      <div>
        <Sentence text={matter[1].remedy} />
      </div>
      <div className="quiet">{T.generate.whoActs(actorText(matter[1].actor))}</div>
      <Mend matter={matter} />
    </div>
  ));
}

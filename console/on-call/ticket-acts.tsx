/** What on-call does with a ticket: decides with a reason, and notes what was seen or filed. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { TicketView } from '../../core/ticket.ts';
import { Confirm, OpenButton } from '../parts/confirm.tsx';
import { Form, TextField } from '../parts/form.tsx';
import { FormProblem } from '../parts/states.tsx';
import { Sentence, When } from '../parts/text.tsx';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { T } from '../texts.ts';

const DECISIONS = ['resolve', 'handBack', 'giveUp'] as const;
type Decision = (typeof DECISIONS)[number];

export function Decisions({ ticket: { ticketId, status } }: { ticket: TicketView }) {
  if (status === 'closed') return null;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {DECISIONS.map((each) => (
        <OpenButton
          key={each}
          variant={each === 'resolve' ? 'primary' : 'normal'}
          text={T.tickets.decisions[each].label}
        >
          {(close) => <Decide ticketId={ticketId} decision={each} onClose={close} />}
        </OpenButton>
      ))}
    </SpaceBetween>
  );
}

function Decide({ ticketId, decision, onClose }: { ticketId: string; decision: Decision; onClose: () => void }) {
  const [note, setNote] = useState('');
  const { label, title, text, hint } = T.tickets.decisions[decision];
  return (
    <Confirm
      title={title}
      label={label}
      act={() => call('tickets.resolve', { ticketId, decision, note: note.trim() })}
      said={T.tickets.decidedNow}
      why={note.trim() === '' ? T.tickets.whyNote : undefined}
      fields={['note']}
      onClose={onClose}
    >
      {(problem) => (
        <SpaceBetween size="m">
          <p>{text}</p>
          <TextField
            label={T.tickets.reason}
            hint={hint}
            field="note"
            value={note}
            onChange={setNote}
            rows={3}
            autoFocus
            problem={problem}
          />
        </SpaceBetween>
      )}
    </Confirm>
  );
}

export function Notes({ ticket: { ticketId, notes, status } }: { ticket: TicketView }) {
  const [text, setText] = useState('');
  const [caseId, setCaseId] = useState('');
  const act = useAct({ told: true });
  const add = async () => {
    const input = { ticketId, text: text.trim(), ...(caseId.trim() && { supportCaseId: caseId.trim() }) };
    if (!(await act.run(() => call('tickets.note', input)))) return;
    notify('success', T.tickets.noted);
    setText('');
    setCaseId('');
  };
  return (
    <Container header={<Header counter={`(${notes.length})`}>{T.tickets.notes}</Header>}>
      <SpaceBetween size="m">
        {notes.length > 0 && (
          <ol className="timeline">
            {notes.toReversed().map(({ at, by, text: said }) => (
              <li key={`${at} ${said}`}>
                <div className="quiet">
                  <When iso={at} form="exact" /> {T.common.by(by)}
                </div>
                <Sentence text={said} />
              </li>
            ))}
          </ol>
        )}
        {status === 'open' && (
          <Form onSubmit={add}>
            <SpaceBetween size="m">
              <FormProblem problem={act.problem} fields={['text', 'supportCaseId']} />
              <TextField
                label={T.tickets.note}
                field="text"
                value={text}
                onChange={setText}
                rows={3}
                problem={act.problem}
              />
              <TextField
                label={T.tickets.caseId}
                hint={T.tickets.caseIdHint}
                field="supportCaseId"
                value={caseId}
                onChange={setCaseId}
                problem={act.problem}
              />
              <Button formAction="submit" loading={act.busy}>
                {T.tickets.addNote}
              </Button>
            </SpaceBetween>
          </Form>
        )}
      </SpaceBetween>
    </Container>
  );
}

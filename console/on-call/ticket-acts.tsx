/** What on-call does with a ticket: decides with a reason, and notes what was seen or filed. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { type FormEvent, useState } from 'react';
import type { TicketView } from '../../core/ticket.ts';
import { FormProblem, Sentence, When } from '../parts/widgets.tsx';
import { fieldText, useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { T } from '../texts.ts';

const DECISIONS = ['resolve', 'handBack', 'giveUp'] as const;
type Decision = (typeof DECISIONS)[number];

export function Decisions({ ticket: { ticketId, status } }: { ticket: TicketView }) {
  const [decision, setDecision] = useState<Decision>();
  if (status === 'closed') return null;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {DECISIONS.map((each) => (
        <Button key={each} variant={each === 'resolve' ? 'primary' : 'normal'} onClick={() => setDecision(each)}>
          {T.tickets.decisions[each].label}
        </Button>
      ))}
      {decision && <Decide ticketId={ticketId} decision={decision} onClose={() => setDecision(undefined)} />}
    </SpaceBetween>
  );
}

function Decide({ ticketId, decision, onClose }: { ticketId: string; decision: Decision; onClose: () => void }) {
  const [note, setNote] = useState('');
  const act = useAct({ told: true });
  const { label, title, text } = T.tickets.decisions[decision];
  const decide = async () => {
    if (!(await act.run(() => call('tickets.resolve', { ticketId, decision, note: note.trim() })))) return;
    notify('success', T.tickets.decidedNow);
    onClose();
  };
  return (
    <Modal
      visible
      header={title}
      onDismiss={onClose}
      closeAriaLabel={T.common.cancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {T.common.cancel}
            </Button>
            <Button
              variant="primary"
              loading={act.busy}
              disabled={note.trim() === ''}
              disabledReason={T.tickets.whyNote}
              onClick={() => void decide()}
            >
              {label}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <p>{text}</p>
        <FormProblem problem={act.problem} fields={['note']} />
        <FormField
          label={T.tickets.reason}
          description={T.tickets.reasonHint}
          errorText={fieldText(act.problem, 'note')}
        >
          <Textarea value={note} onChange={({ detail }) => setNote(detail.value)} autoFocus />
        </FormField>
      </SpaceBetween>
    </Modal>
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void add();
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
          <form onSubmit={submit} noValidate>
            <SpaceBetween size="m">
              <FormProblem problem={act.problem} fields={['text', 'supportCaseId']} />
              <FormField label={T.tickets.note} errorText={fieldText(act.problem, 'text')}>
                <Textarea value={text} rows={3} onChange={({ detail }) => setText(detail.value)} />
              </FormField>
              <FormField
                label={T.tickets.caseId}
                description={T.tickets.caseIdHint}
                errorText={fieldText(act.problem, 'supportCaseId')}
              >
                <Input
                  value={caseId}
                  onChange={({ detail }) => setCaseId(detail.value)}
                  spellcheck={false}
                  autoComplete="off"
                />
              </FormField>
              <Button formAction="submit" loading={act.busy}>
                {T.tickets.addNote}
              </Button>
            </SpaceBetween>
          </form>
        )}
      </SpaceBetween>
    </Container>
  );
}

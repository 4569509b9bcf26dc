/** Asks before an act that reaches other people, takes something away or needs more to be said; a refusal is told in the dialog. */
import Box from '@cloudscape-design/components/box';
import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useAct } from '../service/act.ts';
import type { Problem } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { T } from '../texts.ts';
import { FormProblem, unless } from './states.tsx';

interface Question {
  title: string;
  /** Of the button that confirms. */
  label: string;
  act: () => Promise<unknown>;
  /** Told when it went well. */
  said?: string;
  /** Why it cannot be confirmed yet. */
  why?: string | undefined;
  /** Those of the dialog's fields that show their own refusals. */
  fields?: readonly string[];
  children: ReactNode | ((problem: Problem | undefined) => ReactNode);
}

export function Confirm({ onClose, ...question }: Question & { onClose: () => void }) {
  const { title, label, act: wish, said, why, fields = [], children } = question;
  const act = useAct({ told: true });
  const confirm = async () => {
    if (!(await act.run(wish))) return;
    if (said) notify('success', said);
    onClose();
  };
  /** How an act ended that is under way would be told to nobody. */
  const close = () => {
    if (!act.busy) onClose();
  };
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" disabled={act.busy} onClick={close}>
          {T.common.cancel}
        </Button>
        <Button variant="primary" loading={act.busy} {...unless(why)} onClick={() => void confirm()}>
          {label}
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible header={title} footer={footer} onDismiss={close} closeAriaLabel={T.common.cancel}>
      <SpaceBetween size="m">
        {act.problem && <FormProblem problem={act.problem} fields={fields} />}
        <div>{typeof children === 'function' ? children(act.problem) : children}</div>
      </SpaceBetween>
    </Modal>
  );
}

type OpenProps = Pick<ButtonProps, 'ariaLabel' | 'variant'> & {
  text: string;
  /** Why it cannot be pressed. */
  mayNot?: string | undefined;
  /** The dialog, made anew at each press. */
  children: (onClose: () => void) => ReactNode;
};

/** A button with a dialog behind it. */
export function OpenButton({ text, mayNot, ariaLabel, variant, children }: OpenProps) {
  /** By its time: a dialog that closes late closes itself, and not the one that was opened since. */
  const [open, setOpen] = useState<number>();
  return (
    <>
      <Button
        formAction="none"
        {...(ariaLabel && { ariaLabel })}
        {...(variant && { variant })}
        {...unless(mayNot)}
        onClick={() => setOpen(performance.now())}
      >
        {text}
      </Button>
      {open !== undefined && children(() => setOpen((now) => (now === open ? undefined : now)))}
    </>
  );
}

/** A button that asks first; `text` where it is not the one that confirms. */
export function AskButton(props: Question & Omit<OpenProps, 'text' | 'children'> & { text?: string }) {
  const { text = props.label, mayNot, ariaLabel, variant, ...question } = props;
  return (
    <OpenButton text={text} mayNot={mayNot} {...(ariaLabel && { ariaLabel })} {...(variant && { variant })}>
      {(onClose) => <Confirm {...question} onClose={onClose} />}
    </OpenButton>
  );
}

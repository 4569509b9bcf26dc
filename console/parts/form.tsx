/** What forms are made of: fields that tell beneath them what is wrong, an Enter that does not leave the page, and a refusal that is seen. */
import FormField from '@cloudscape-design/components/form-field';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import Textarea from '@cloudscape-design/components/textarea';
import type { FormEvent, ReactNode } from 'react';
import type { Problem } from '../service/api.ts';
import { fieldText } from './field-problems.ts';

export function Form({ onSubmit, children }: { onSubmit: () => unknown; children: ReactNode }) {
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    await onSubmit();
    // Once a refusal is drawn.
    requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      {children}
    </form>
  );
}

interface FieldProps {
  label: string;
  hint?: string;
  /** Its name in the API, by which a refusal names it. */
  field?: string;
  problem?: Problem | undefined;
}

type TextProps = FieldProps &
  Pick<InputProps, 'placeholder' | 'readOnly' | 'autoFocus' | 'type'> & {
    value: string;
    onChange: (text: string) => void;
    /** Of a field of several lines. */
    rows?: number;
  };

export function TextField({ label, hint, field, problem, rows, onChange, type = 'text', ...input }: TextProps) {
  const common = {
    ...input,
    spellcheck: false,
    autoComplete: 'off',
    onChange: ({ detail }: { detail: { value: string } }) => onChange(detail.value),
  };
  return (
    <FormField label={label} description={hint} errorText={field && fieldText(problem, field)}>
      {rows ? <Textarea {...common} rows={rows} /> : <Input {...common} type={type} />}
    </FormField>
  );
}

interface ChoiceProps<Value extends string> {
  value: Value;
  options: readonly { value: Value; label?: string; description?: string }[];
  onChange: (value: Value) => unknown;
  /** Where no field's label says what is chosen. */
  ariaLabel?: string;
}

/** One of several. */
export function Choice<Value extends string>({ value, options, onChange, ariaLabel }: ChoiceProps<Value>) {
  const optionOf = (wanted: string | undefined) => options.find((option) => option.value === wanted);
  return (
    <Select
      {...(ariaLabel && { ariaLabel })}
      selectedOption={optionOf(value) ?? null}
      options={options}
      expandToViewport
      onChange={({ detail }) => void onChange(optionOf(detail.selectedOption.value)?.value ?? value)}
    />
  );
}

export function ChoiceField<Value extends string>(props: FieldProps & Omit<ChoiceProps<Value>, 'ariaLabel'>) {
  const { label, hint, field, problem, ...choice } = props;
  return (
    <FormField label={label} description={hint} errorText={field && fieldText(problem, field)}>
      <Choice {...choice} />
    </FormField>
  );
}

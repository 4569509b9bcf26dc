/** Which sites an application or a member is let to: all of its company's, or those that are named. */
import { TextField } from '../parts/form.tsx';
import type { Problem } from '../service/api.ts';
import { T } from '../texts.ts';

type Scope = '*' | readonly string[];

export const scopeText = (sites: Scope): string => (sites === '*' ? T.access.allSites : sites.join(', '));

/** What was typed. */
export function scopeIn(text: string): '*' | string[] {
  const named = text.split(/[\s,]+/).filter(Boolean);
  return named.length > 0 ? named : '*';
}

interface Props {
  value: string;
  onChange: (text: string) => void;
  problem: Problem | undefined;
}

export function ScopeField(props: Props) {
  return <TextField {...props} label={T.sites.title} hint={T.access.sitesHint} field="sites" />;
}

/**
 * What differs between our simulators and moto, and stays so. `moto`: moto is not as AWS is; `knowingly`: ours is not, and FIDELITY.md says
 * so; `free`: AWS leaves it open, or the two worlds hold other things. What is in no row is a finding.
 */

export interface Known {
  /** Operation, then the beginning of a member's path, or the error that ours ends with; `*` for any operation of the service. */
  at: string;
  whose: 'moto' | 'knowingly' | 'free';
  why: string;
}

export const KNOWN: readonly Known[] = [];

/** The row that a difference is told in. */
export function knownAs(at: string): Known | undefined {
  const [service = ''] = at.split(' ');
  return KNOWN.find((row) => at.startsWith(row.at) || at.replace(/^\S+ \S+/, `${service} *`).startsWith(row.at));
}

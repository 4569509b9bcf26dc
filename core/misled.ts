/**
 * Names that pointed here before their certificate was asked for, and do not when it is to be proven. The rule kept here: where
 * the DNS gives no answer, that is waited for as well, but nobody is asked for anything.
 */
import { actorOf, type Finding, isTrue } from './condition.ts';
import type { CertificateRequest, RequestFields } from './request.ts';

/** Not proven, and their DNS does not lead here. */
export function misledNames({ aliases, conditions }: Pick<CertificateRequest, 'aliases' | 'conditions'>): string[] {
  return aliases.filter((alias) => {
    const { dns, serving } = conditions[alias] ?? {};
    return !isTrue(serving) && dns !== undefined && !isTrue(dns);
  });
}

/** Who must act, by what the DNS of the misled names says. */
export function whoMends(pointing: readonly Finding[]): Pick<RequestFields, 'status' | 'waitingOn'> {
  const waitingOn = actorOf(pointing.filter((finding) => !isTrue(finding)));
  return { status: waitingOn === 'nobody' ? 'PENDING' : 'ACTION_REQUIRED', waitingOn };
}

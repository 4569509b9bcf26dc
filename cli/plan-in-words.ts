/** A plan, and a request that goes on without names, as a person reads them. */
import type { PlanAnswer } from '../core/api/answers-certificates.ts';
import type { Answers } from '../core/api/operations.ts';
import { list } from '../core/text.ts';
import { preflightInWords, when } from './in-words.ts';
import type { Colors } from './terminal.ts';

type Lines = string[];

export function planInWords(plan: PlanAnswer, color: Colors): Lines {
  const { prefix, method, added, kept, removed, without, finish } = plan;
  return [
    `${color.bold(`${added.length + kept.length} names`)} with the prefix ${prefix}, validated by ${method === 'DNS' ? 'DNS' : 'e-mail'}`,
    ...named(color.green('+'), added, 'is added'),
    ...named(color.dim('='), kept, 'serves, and goes on without a gap'),
    ...named(color.red('-'), removed, 'would go off the air'),
    ...named(color.dim(' '), without, 'is left out'),
    ...(removed.length > 0 ? [`To consent to that:  --off-air ${removed.join(' ')}`] : []),
    ...peopleInWords(plan),
    `Serves from ${when(finish.earliest)} on, if everybody acts at once; by ${when(finish.latest)} if they take all their time.`,
    ...plan.plan.problems.map(({ message, remedy }) => `${color.red(message)} ${remedy}`),
    ...plan.warnings.map(({ message, remedy }) => `${color.yellow(message)} ${remedy}`),
    ...(plan.findings.clean ? [] : preflightInWords(plan.findings, color)),
  ];
}

function peopleInWords({ mails, records }: PlanAnswer): Lines {
  const open = records.filter(({ inPlace }) => !inPlace);
  return [
    ...mails.map(({ validationDomain, addresses, aliases }) => {
      const boxes = list(addresses.map((address) => address.replace(/@.*$/, '@')));
      return `${aliases.length} mails go to ${boxes} of ${validationDomain}: one of them approves ${list(aliases)}`;
    }),
    ...(records.length > 0
      ? [`${records.length - open.length} of ${records.length} validation records are in place.`]
      : []),
    ...open.map(({ alias, record }) =>
      record
        ? `  add  ${record.name} ${record.type} ${record.value}`
        : `  add  a record that AWS names when ${alias} is requested`,
    ),
  ];
}

export function continuedInWords(request: Answers['certificates.continueWithout']): Lines {
  const { siteId, replacedBy, approvalsLost, notAfter } = request;
  return [
    `Goes on as ${replacedBy}, as soon as this request has come to its end:  certs status ${siteId} ${replacedBy}`,
    ...(approvalsLost.length > 0
      ? [`AWS forgets the ${approvalsLost.length} approvals that were given: the names that go on are asked for again.`]
      : []),
    ...(notAfter === null ? [] : ['The certificate is issued already: nobody has to approve anything again.']),
  ];
}

function named(mark: string, names: readonly string[], what: string): Lines {
  return names.map((name) => `  ${mark} ${name}  ${what}`);
}

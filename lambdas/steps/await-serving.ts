/**
 * AwaitServing: parked until the DNS of every name leads here again, as it did before the certificate was asked for. The look that follows
 * in a minute tells the contacts, so that a record that is being edited disturbs nobody.
 */
import { misledNames, whoMends } from '../../core/misled.ts';
import type { CertificateRequest, FoundCondition } from '../../core/request.ts';
import { park } from '../duties/park.ts';
import type { Create } from '../runtime.ts';

export const create: Create = (env) =>
  park('AwaitServing', env, (request, { deadline }) => {
    const { aliases, conditions } = request;
    const names = misledNames(request);
    return {
      text: `Waiting until the DNS of ${names.length} of ${aliases.length} names leads here again.`,
      set: { ...whoMends(names.flatMap((alias) => conditions[alias]?.dns ?? [])), deadline },
      conditions: names.flatMap((alias) => withDeadline(request, alias, deadline)),
    };
  });

/** With the time that is left from now on. */
function withDeadline({ conditions }: CertificateRequest, alias: string, until: string): FoundCondition[] {
  const serving = conditions[alias]?.serving;
  if (serving?.reason !== 'MisledByDns') return [];
  return [{ alias, name: 'serving', finding: { reason: 'MisledByDns', facts: { ...serving.facts, until } } }];
}

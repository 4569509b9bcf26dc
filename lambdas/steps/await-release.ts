/**
 * AwaitRelease: parked until the names that are kept off can be had. The customer's own means come first: the contacts are told
 * what holds each name, what to do, and what happens otherwise.
 */
import { blocks } from '../../core/condition.ts';
import { conflict } from '../../core/letters/conflict.ts';
import type { CertificateRequest, FoundCondition } from '../../core/request.ts';
import { createTable } from '../clients/table.ts';
import { standingOf } from '../duties/add-free-aliases.ts';
import { park } from '../duties/park.ts';
import { createPost, tellContacts } from '../duties/tell-contacts.ts';
import { createLinks } from '../records/links.ts';
import { type Create, REAL_MACHINE } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const post = { ...createPost(env, table), links: createLinks(table, machine.randomHex) };
  return park(
    'AwaitRelease',
    env,
    (request, { deadline }) => {
      const off = keptOff(request, deadline);
      return {
        text: `Waiting until ${off.length} of ${request.aliases.length} names can be had.`,
        set: { ...standingOf(Object.fromEntries(off.map(({ alias, finding }) => [alias, finding]))), deadline },
        conditions: off,
      };
    },
    {
      tell: async (request, { deadline }, now) => {
        if (request.waitingOn === 'vendor on-call' || request.waitingOn === 'AWS') return;
        const handedBack = Object.values(request.conditions).some(
          (each) => each.conflict?.reason === 'ConflictHandedBack',
        );
        const letter = conflict(request, deadline, post.consoleUrl);
        const name = handedBack ? (`conflict handed back by ${request.moveId}` as const) : 'conflict';
        await tellContacts(post, request, name, letter, now);
      },
    },
  );
};

/** Their findings, with the time that is left from now on. */
function keptOff({ aliases, conditions }: CertificateRequest, until: string): FoundCondition[] {
  return aliases.flatMap((alias): FoundCondition[] => {
    const finding = conditions[alias]?.conflict;
    if (!finding || !blocks(finding)) return [];
    const { reason, facts } = finding;
    return [{ alias, name: 'conflict', finding: { reason, facts: { ...facts, until } } }];
  });
}

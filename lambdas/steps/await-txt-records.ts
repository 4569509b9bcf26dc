/**
 * AwaitTxtRecords: parked until every name server shows the TXT record of every held name. They may be there already, so they are
 * looked for at once; the contacts are told which are not.
 */
import { ownershipRecords } from '../../core/letters/conflict.ts';
import { heldNames } from '../../core/move.ts';
import { dnsFrom } from '../clients/network.ts';
import { createTable } from '../clients/table.ts';
import { recordsInWords, seeTxtRecords } from '../duties/see-txt-records.ts';
import { createPost, tellContacts } from '../duties/tell-contacts.ts';
import { tellMove } from '../duties/tell-move.ts';
import { createLinks } from '../records/links.ts';
import { createMoves } from '../records/moves.ts';
import { createWaits } from '../records/waits.ts';
import { type Create, parkingMoveStep, REAL_MACHINE } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const table = createTable(env);
  const post = { ...createPost(env, table), links: createLinks(table, machine.randomHex) };
  const { requests, consoleUrl } = post;
  const moves = createMoves(table);
  const waits = createWaits(table);
  return parkingMoveStep('AwaitTxtRecords', env, async ({ moveId, execution, token, now }) => {
    await moves.require(moveId); // nothing is parked for what there is not
    const { deadline } = await waits.park(execution, 'AwaitTxtRecords', token, now);
    const parked = await moves.change(moveId, ({ phase }) => (phase === 'TXT' ? undefined : { phase: 'TXT' }));
    const seen = await seeTxtRecords({ moves, dns: dnsFrom(env) }, parked, deadline);
    const { move, records } = seen;
    const request = await tellMove(requests, move, {
      type: 'TxtRecordsLooked',
      text: `AWS hands names over on proof: ${recordsInWords(seen)}.`,
      now,
      deadline,
      findings: Object.fromEntries(Object.entries(records).map(([alias, { finding }]) => [alias, finding])),
    });
    const missing = heldNames(move).filter(
      (alias) => request.aliases.includes(alias) && records[alias]?.state !== 'seen',
    );
    if (missing.length > 0 && request.cancelAskedAt === null) {
      const letter = ownershipRecords(request, missing, { ...move, until: deadline }, consoleUrl);
      await tellContacts(post, request, `ownership records of ${moveId}`, letter, now);
    }
    return { parked: true };
  });
};

/**
 * AWS Support as a person of this world: takes a case about names that CloudFront will not move by itself, looks at it days
 * later, and moves what the facts allow or says why not. Nobody's word counts there: only certificate, TXT record and holder.
 */
import type { Moves, Obstacle } from './aws/cloudfront/moves.ts';
import type { Owners } from './aws/cloudfront/owners.ts';
import { SERVICE_ACCOUNTS } from './foreign.ts';
import { OUR_ACCOUNT, type World } from './world.ts';

export interface NewCase {
  /** The names to move; without them, those of the text that somebody else holds. */
  aliases?: string[];
  /** What was pasted into the case. */
  caseText?: string;
  targetDistributionId: string;
}

export interface SupportAnswer {
  alias: string;
  moved: boolean;
  /** What Support writes. */
  text: string;
}

/** Times are ISO strings of world time. */
export interface SupportCase {
  /** As AWS writes case ids: `case-111122223333-muen-2026-...`. */
  caseId: string;
  text: string;
  aliases: string[];
  targetDistributionId: string;
  filedAt: string;
  /** When Support will have looked at it. */
  dueAt: string;
  answeredAt: string | null;
  /** One per alias, once answered. */
  answers: SupportAnswer[];
}

export interface Support {
  /** Throws InputRefused when the case names no name. */
  fileCase(filed: NewCase): SupportCase;
  /** Answers at once, or once more after the facts have changed. Undefined for an unknown case. */
  actNow(caseId: string): SupportCase | undefined;
  /** The latest first. */
  cases(): SupportCase[];
}

const DAY_MS = 86_400_000;
/** From filing to answer, in days: what people report of such cases. AWS promises a first response only. */
const ANSWER_DAYS = { least: 1, most: 4 };

export function createSupport(
  { clock, store, random }: World,
  { moves, owners }: { moves: Pick<Moves, 'obstacle' | 'handOver'>; owners: Pick<Owners, 'holder'> },
): Support {
  const cases = store.collection<SupportCase>('support.cases');

  function arm({ caseId, dueAt, answeredAt }: SupportCase): void {
    if (answeredAt) return;
    clock.at(new Date(dueAt), `AWS Support, ${caseId}`, () => {
      if (!cases.get(caseId)?.answeredAt) answer(caseId);
    });
  }

  function answer(caseId: string): SupportCase | undefined {
    const found = cases.get(caseId);
    if (!found) return undefined;
    return store.transaction(() => {
      const answers = found.aliases.map((alias) => decide(alias, found.targetDistributionId));
      const answered = { ...found, answers, answeredAt: clock.now().toISOString() };
      cases.put(caseId, answered);
      return answered;
    });
  }

  function decide(alias: string, target: string): SupportAnswer {
    const obstacle = moves.obstacle(alias, target, OUR_ACCOUNT);
    const holder = owners.holder(alias)?.account ?? '';
    const service = SERVICE_ACCOUNTS[holder];
    const refused = (text: string) => ({ alias, moved: false, text });
    if (obstacle === 'free' || obstacle === 'already there' || obstacle === 'no target')
      return refused(REPLIES[obstacle]);
    if (service)
      return refused(
        `${alias} is associated with a resource that ${service} manages (account ${holder}). The owner has to remove the domain there.`,
      );
    if (obstacle) return refused(REPLIES[obstacle]);
    moves.handOver(alias, target);
    return {
      alias,
      moved: true,
      text: `${alias} is now associated with ${target}. Point its DNS there if it does not yet.`,
    };
  }

  /** The names of a text that somebody other than the target holds. */
  function namesIn(text: string, target: string): string[] {
    const names = text.toLowerCase().match(/(?<![\w.-])(\*\.)?[a-z0-9]([a-z0-9-]*\.)+[a-z]{2,}(?![\w-])/g) ?? [];
    return [...new Set(names)].filter((name) => {
      const holder = owners.holder(name);
      return holder && holder.id !== target;
    });
  }

  for (const pending of cases.values()) arm(pending);

  return {
    fileCase({ caseText = '', aliases, targetDistributionId }) {
      const named = aliases ?? namesIn(caseText, targetDistributionId);
      if (named.length === 0)
        throw Object.assign(new Error('The case names no name that another distribution holds.'), {
          name: 'InputRefused',
        });
      const now = clock.now();
      const spread = (ANSWER_DAYS.most - ANSWER_DAYS.least) * DAY_MS;
      const dueAt = new Date(now.getTime() + ANSWER_DAYS.least * DAY_MS + random.below(spread));
      const filed: SupportCase = {
        caseId: `case-${OUR_ACCOUNT}-muen-${now.getUTCFullYear()}-${random.hex(16)}`,
        text: caseText,
        aliases: named,
        targetDistributionId,
        filedAt: now.toISOString(),
        dueAt: dueAt.toISOString(),
        answeredAt: null,
        answers: [],
      };
      cases.put(filed.caseId, filed);
      arm(filed);
      return filed;
    },
    actNow: answer,
    cases: () => [...cases.values()].reverse(),
  };
}

const REPLIES: Record<Obstacle, string> = {
  'no target': 'The target is not a distribution of your account.',
  free: 'The name is not associated with any distribution: you can add it yourself.',
  'already there': 'The name is on the target already.',
  full: 'The target has as many names as the quota of your account allows.',
  'not covered': 'The target needs a certificate attached that covers the name.',
  'no TXT': 'We do not see the TXT record that holds the domain name of the target. Publish it and write to us again.',
};

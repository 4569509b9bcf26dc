/**
 * Health: are the names well, and will they be when AWS renews? What two looks have seen becomes a condition, who must act is told,
 * the site's contacts get one letter for troubles that began together; what is right again on two looks is told as well.
 */
import type { Logger } from '@aws-lambda-powertools/logger';
import { actorIn, nextCareAt, type Trouble, troublesOf, weigh, whileWell } from '../../../core/health.ts';
import { trouble } from '../../../core/letters/health.ts';
import { COMPLAINTS } from '../../../core/renewal.ts';
import { type CertificateRequest, type FoundCondition, news } from '../../../core/request.ts';
import { isLeaving } from '../../../core/retirement.ts';
import { isOver } from '../../../core/status.ts';
import { few } from '../../../core/text.ts';
import { withTurn } from '../../../core/turn.ts';
import type { Publish } from '../../clients/figures.ts';
import { isSwappedOut } from '../../duties/is-swapped-out.ts';
import { type HealthTools, seeHealth } from '../../duties/see-health.ts';
import { type Post, tellContacts } from '../../duties/tell-contacts.ts';
import type { Sightings } from '../../records/sightings.ts';
import type { Caring } from '../care.ts';

export interface HealthCareTools {
  /** Clients for one look. */
  healthTools: () => HealthTools;
  post: Post;
  sightings: Sightings;
  logger: Logger;
  publish: Publish | undefined;
}

export function watchHealth({ healthTools, post, sightings, logger, publish }: HealthCareTools): Caring {
  return async (request, now) => {
    const { requestId, certificateArn, notAfter } = request;
    if (certificateArn === null || notAfter === null || notAfter <= now.toISOString()) return whileWell(now);
    // That its names leave is what is wanted then, and nobody is to put a record back.
    if (isLeaving(await post.sites.require(request.siteId))) return whileWell(now);
    const before = await sightings.of(requestId);
    const tools = healthTools();
    const aliases = await namesToSee(tools, request);
    const seen = (await seeHealth(tools, { ...request, certificateArn, aliases }, now)).filter(
      (found) => !isOfRenewal(request, found),
    );
    const weighed = weigh(request, before, seen, now);
    await sightings.keep(requestId, before, weighed.sightings);
    const present = await tellRequest(request, weighed.told, now);
    const names = namesLost(present);
    if (names.length > 0 && namesLost(request).length === 0) {
      logger.error('names have stopped serving although their DNS is right', { requestId, names });
      publish?.({ NamesNotServing: names.length });
    }
    await tellInLetters(post, present, now);
    return nextCareAt(present, weighed.sightings, now);
  };

  /** All but those that a newer request has taken off the air, as was consented to: while its certificate is there they are as they should be. */
  async function namesToSee(tools: HealthTools, request: CertificateRequest): Promise<readonly string[]> {
    const { aliases, conditions } = request;
    const isOff = (alias: string) => conditions[alias]?.serving?.reason === 'TakenOffAir';
    if (!aliases.some(isOff) || !(await isSwappedOut(tools, request))) return aliases;
    return aliases.filter((alias) => !isOff(alias));
  }

  /** Most looks find what was known: they write nothing, and read nothing again. */
  async function tellRequest(
    request: CertificateRequest,
    told: readonly FoundCondition[],
    now: Date,
  ): Promise<CertificateRequest> {
    if (!news(request, happening(request, told, now))) return request;
    return post.requests.change(request.requestId, (latest) =>
      isOver(latest) ? undefined : happening(latest, told, now),
    );
  }
}

function happening(request: CertificateRequest, told: readonly FoundCondition[], now: Date) {
  const conditions = { ...request.conditions };
  for (const { alias, name, finding } of told)
    conditions[alias] = { ...conditions[alias], [name]: { ...finding, lastChange: now.toISOString() } };
  const troubles = troublesOf({ ...request, conditions });
  const looked = {
    type: 'HealthLooked',
    at: now.toISOString(),
    by: 'service',
    text:
      troubles.length === 0
        ? 'Looked after the names: all are well.'
        : `Looked after the names: not well are ${few(namesIn(troubles))}.`,
    conditions: told,
  } as const;
  return withTurn(request, looked);
}

/** That a name which served shows another certificate is the renewal's to tell: it counts how many do. */
function isOfRenewal({ renewal, conditions }: CertificateRequest, { alias, name, finding }: FoundCondition): boolean {
  const serves = name === 'serving' && finding.reason === 'Serves';
  return renewal !== null && serves && conditions[alias]?.serving?.reason === 'Serves';
}

/** A letter that a crash kept from being sent is sent by the next look: which ones were stands in the request. */
async function tellInLetters(post: Post, request: CertificateRequest, now: Date): Promise<void> {
  // Whoever has consented to it knows it.
  const troubles = troublesOf(request).filter(({ condition }) => condition.reason !== 'TakenOffAir');
  const byDns = new Set(troubles.filter(({ name }) => name === 'dns').map(({ alias }) => alias));
  // That a name is off the air follows from its record, which has a letter.
  const isOfDns = ({ alias, condition }: Trouble) => condition.reason === 'ServingLostByDns' && byDns.has(alias);
  // What AWS has complained about has the renewal's letter.
  const complaint = COMPLAINTS[request.renewal?.trouble ?? ''];
  const told = troubles.filter((each) => !isOfDns(each) && each.name !== complaint);
  for (const [since, those] of Map.groupBy(told, ({ condition }) => condition.facts.since ?? condition.lastChange))
    await tellContacts(post, request, `trouble since ${since}`, trouble(request, those, post.consoleUrl), now);
}

/** Names that we are to bring back. */
function namesLost(request: CertificateRequest): string[] {
  return namesIn(troublesOf(request).filter((each) => actorIn([each]) === 'vendor on-call'));
}

function namesIn(troubles: readonly Trouble[]): string[] {
  return [...new Set(troubles.map(({ alias }) => alias))];
}

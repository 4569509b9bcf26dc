/**
 * CloudFront, as this service needs it: a site's distribution made once, its certificate and aliases changed under its ETag.
 * Every change sends the whole configuration as read; what another writer changed meanwhile is read again by the retry.
 */
import {
  AccessDenied,
  CloudFrontClient,
  CNAMEAlreadyExists,
  CreateDistributionWithTagsCommand,
  DeleteDistributionCommand,
  DistributionAlreadyExists,
  type DistributionConfig,
  DistributionNotDisabled,
  type DistributionSummary,
  type DomainConflict,
  EntityNotFound,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  IllegalUpdate,
  InvalidArgument,
  InvalidViewerCertificate,
  ListTagsForResourceCommand,
  NoSuchDistribution,
  PreconditionFailed,
  paginateListDistributions,
  paginateListDomainConflicts,
  TooManyDistributions,
  UpdateDistributionCommand,
  UpdateDomainAssociationCommand,
} from '@aws-sdk/client-cloudfront';
import { distributionTemplate, viewerCertificate, withAliases } from '../../core/distribution.ts';
import { ServiceError } from '../../core/errors.ts';
import type { ConflictRow } from '../../core/holder.ts';
import { DEPLOYMENT_TAG } from '../../core/topology.ts';
import { awsConfig, calling, deploymentOf, type Env, eachPage, lacking, messageOf } from './aws.ts';

/** What a distribution serves: its certificate (null: CloudFront's own) and its aliases. */
export interface Served {
  certificateArn: string | null;
  aliases: readonly string[];
}

/** A certificate that is to be put on a distribution. */
export interface Attachment {
  certificateArn: string;
  /** All that it names. */
  names: readonly string[];
  /** Aliases that may go off the air with it. */
  offAir: readonly string[];
}

export interface ListedDistribution {
  id: string;
  arn: string;
  enabled: boolean;
  aliases: readonly string[];
}

/** The tag by which a distribution of ours names its site. */
const SITE_TAG = 'siteId';

type Change = (config: DistributionConfig) => DistributionConfig | Promise<DistributionConfig>;

/** One try only: CloudFront takes a write in two seconds, which no client should sit out while it holds the lease. Who calls tries again. */
const ATTEMPTS = 1;

/**
 * Of a question that is asked once a name, and changes nothing: a name that AWS throttles is asked for again by the SDK, after half a second
 * at most, then one, two and four, and not all names from the first. A hundred names have a minute.
 */
const QUESTION_ATTEMPTS = 5;

export function createCloudFront(env: Env) {
  const client = new CloudFrontClient(awsConfig(env, ATTEMPTS));
  const reader = new CloudFrontClient(awsConfig(env, QUESTION_ATTEMPTS));
  const deployment = deploymentOf(env);

  /** Reads the configuration, lets `change` make another, writes it if that differs. */
  async function update(id: string, change: Change): Promise<void> {
    const { ETag, DistributionConfig } = await calling(client.send(new GetDistributionConfigCommand({ Id: id })));
    if (!DistributionConfig) throw lacking('DistributionConfig');
    const changed = await change(DistributionConfig);
    if (JSON.stringify(changed) === JSON.stringify(DistributionConfig)) return;
    try {
      await calling(client.send(new UpdateDistributionCommand({ Id: id, IfMatch: ETag, DistributionConfig: changed })));
    } catch (cause) {
      if (cause instanceof PreconditionFailed) throw new ServiceError('ChangedMeanwhile', {}, { cause });
      if (cause instanceof InvalidViewerCertificate) throw new ServiceError('CertificateNotVisible', {}, { cause });
      throw cause;
    }
  }

  /** The distribution that was made for this site before, where its id did not reach our table. The list shows its comment only. */
  async function find(siteId: string, originHost: string): Promise<{ id: string; domainName: string }> {
    const { Comment, CallerReference } = distributionTemplate(deployment, siteId, originHost);
    for await (const { DistributionList } of eachPage(paginateListDistributions({ client }, {}))) {
      for (const { Id, DomainName, Comment: comment } of DistributionList?.Items ?? []) {
        if (comment !== Comment || !Id || !DomainName) continue;
        const { DistributionConfig } = await calling(client.send(new GetDistributionConfigCommand({ Id })));
        if (DistributionConfig?.CallerReference === CallerReference) return { id: Id, domainName: DomainName };
      }
    }
    throw lacking(`a distribution with the reference ${CallerReference}`);
  }

  return {
    /** The site's distribution. CloudFront makes one for its CallerReference; whoever asks again finds that. */
    async ensureDistribution(siteId: string, originHost: string): Promise<{ id: string; domainName: string }> {
      const DistributionConfigWithTags = {
        DistributionConfig: distributionTemplate(deployment, siteId, originHost) as unknown as DistributionConfig,
        Tags: {
          Items: [
            { Key: SITE_TAG, Value: siteId },
            { Key: DEPLOYMENT_TAG, Value: deployment },
          ],
        },
      };
      try {
        const command = new CreateDistributionWithTagsCommand({ DistributionConfigWithTags });
        const { Distribution } = await calling(client.send(command));
        if (!Distribution?.Id || !Distribution.DomainName) throw lacking('Id or DomainName');
        return { id: Distribution.Id, domainName: Distribution.DomainName };
      } catch (cause) {
        if (cause instanceof TooManyDistributions) throw new ServiceError('DistributionQuotaExceeded', {}, { cause });
        if (cause instanceof DistributionAlreadyExists) return find(siteId, originHost);
        throw cause;
      }
    },

    /**
     * Puts a certificate on, in the place of what serves, and takes the aliases off that it does not name: one update, for a
     * distribution's certificate must cover all its aliases. Before that, `remember` is told what serves, and is waited for. Changes
     * nothing where an alias would go that is not in `offAir`: answers those.
     */
    async attachCertificate(
      id: string,
      { certificateArn, names, offAir }: Attachment,
      remember: (now: Served) => Promise<void>,
    ): Promise<readonly string[]> {
      let forbidden: readonly string[] = [];
      await update(id, async (config) => {
        const { ACMCertificateArn = null } = config.ViewerCertificate ?? {};
        const present = config.Aliases?.Items ?? [];
        const uncovered = present.filter((alias) => !names.includes(alias));
        forbidden = uncovered.filter((alias) => !offAir.includes(alias));
        if (forbidden.length > 0) return config;
        if (ACMCertificateArn === certificateArn && uncovered.length === 0) return config;
        await remember({ certificateArn: ACMCertificateArn, aliases: present });
        const Aliases = withAliases(without(present, uncovered), []);
        const ViewerCertificate = viewerCertificate(certificateArn);
        return { ...config, ...(uncovered.length > 0 ? { Aliases } : {}), ViewerCertificate };
      });
      return forbidden;
    },

    /**
     * Takes a certificate off, and with it the aliases that came with it; what served before it serves again. Changes nothing when
     * it is not there. Answers the aliases that cannot come back: somebody else holds them by now, or their DNS leads elsewhere.
     * Undefined, and nothing is changed, where what served before cannot serve again: its certificate has ended, or is deleted.
     */
    async detachCertificate(
      id: string,
      certificateArn: string,
      aliases: readonly string[],
      before: Served,
    ): Promise<readonly string[] | undefined> {
      let lost: readonly string[] = [];
      const goBack = (isWithAll: boolean) =>
        update(id, (config) => {
          if (config.ViewerCertificate?.ACMCertificateArn !== certificateArn) return config;
          const present = config.Aliases?.Items ?? [];
          lost = isWithAll ? [] : without(before.aliases, present);
          const Aliases = withAliases(without(before.aliases, lost), without(present, aliases));
          const ViewerCertificate = viewerCertificate(before.aliases.length > 0 ? before.certificateArn : null);
          return { ...config, Aliases, ViewerCertificate };
        });
      try {
        await goBack(true).catch((error: unknown) => {
          if (!(error instanceof CNAMEAlreadyExists)) throw error;
          return goBack(false);
        });
      } catch (error) {
        if (error instanceof ServiceError && error.name === 'CertificateNotVisible') return undefined;
        throw error;
      }
      return lost;
    },

    /** Undefined when all are on it now; else CloudFront's words for a name that is held or points elsewhere. */
    async addAliases(id: string, aliases: readonly string[]): Promise<{ refused: string } | undefined> {
      try {
        await update(id, (config) => ({ ...config, Aliases: withAliases(config.Aliases?.Items ?? [], aliases) }));
        return undefined;
      } catch (error) {
        if (error instanceof CNAMEAlreadyExists) return { refused: messageOf(error) };
        throw error;
      }
    },

    /** Takes aliases off and leaves the certificate. Changes nothing where none of them is on it. */
    removeAliases: (id: string, aliases: readonly string[]): Promise<void> =>
      update(id, (config) => {
        const present = config.Aliases?.Items ?? [];
        const kept = present.filter((alias) => !aliases.includes(alias));
        return kept.length === present.length ? config : { ...config, Aliases: withAliases(kept, []) };
      }),

    /** Of a site that ends: no alias, CloudFront's own certificate, disabled. */
    takeDown: (id: string): Promise<void> =>
      update(id, (config) => ({
        ...config,
        Aliases: withAliases([], []),
        ViewerCertificate: config.ViewerCertificate?.ACMCertificateArn
          ? viewerCertificate(null)
          : config.ViewerCertificate,
        Enabled: false,
      })).catch(unlessGone),

    /** One that is gone is deleted. Throws StillDeploying until the edges know that it is disabled. */
    async deleteDistribution(id: string): Promise<void> {
      try {
        const { ETag } = await calling(client.send(new GetDistributionConfigCommand({ Id: id })));
        await calling(client.send(new DeleteDistributionCommand({ Id: id, IfMatch: ETag })));
      } catch (cause) {
        if (cause instanceof DistributionNotDisabled) throw new ServiceError('StillDeploying', {}, { cause });
        if (cause instanceof PreconditionFailed) throw new ServiceError('ChangedMeanwhile', {}, { cause });
        unlessGone(cause);
      }
    },

    async served(id: string): Promise<Served> {
      const { DistributionConfig } = await calling(client.send(new GetDistributionConfigCommand({ Id: id })));
      const { ACMCertificateArn = null } = DistributionConfig?.ViewerCertificate ?? {};
      return { certificateArn: ACMCertificateArn, aliases: DistributionConfig?.Aliases?.Items ?? [] };
    },

    /**
     * Has a name that another resource holds handed over to our distribution. `ours`: it is on it now; `free`: nobody holds it,
     * it is to be added. Else CloudFront's refusal: its code and its own words.
     */
    async moveAlias(id: string, alias: string): Promise<'ours' | 'free' | { code: string; text: string }> {
      const { ETag, DistributionConfig } = await calling(client.send(new GetDistributionConfigCommand({ Id: id })));
      if (DistributionConfig?.Aliases?.Items?.includes(alias)) return 'ours';
      const input = { Domain: alias, TargetResource: { DistributionId: id }, IfMatch: ETag };
      try {
        await calling(client.send(new UpdateDomainAssociationCommand(input)));
        return 'ours';
      } catch (cause) {
        if (cause instanceof PreconditionFailed) throw new ServiceError('ChangedMeanwhile', {}, { cause });
        if (cause instanceof EntityNotFound) return 'free';
        if (cause instanceof IllegalUpdate || cause instanceof InvalidArgument)
          return { code: cause.name, text: messageOf(cause) };
        throw cause;
      }
    },

    async isDeployed(id: string): Promise<boolean> {
      const { Distribution } = await calling(client.send(new GetDistributionCommand({ Id: id })));
      return Distribution?.Status === 'Deployed';
    },

    /** After takeDown: every edge knows of it, or it is deleted. */
    async isTakenDown(id: string): Promise<boolean> {
      try {
        return await this.isDeployed(id);
      } catch (cause) {
        unlessGone(cause);
        return true;
      }
    },

    /** The distributions of the account. */
    async all(): Promise<ListedDistribution[]> {
      const found: ListedDistribution[] = [];
      for await (const { DistributionList } of eachPage(paginateListDistributions({ client }, {})))
        found.push(...(DistributionList?.Items ?? []).map(toListed));
      return found;
    },

    /** The site that a distribution's tag names; undefined where it is none of this deployment's. */
    async siteOf(arn: string): Promise<string | undefined> {
      const { Tags } = await calling(client.send(new ListTagsForResourceCommand({ Resource: arn })));
      const tag = (key: string) => Tags?.Items?.find(({ Key }) => Key === key)?.Value;
      return tag(DEPLOYMENT_TAG) === deployment ? tag(SITE_TAG) : undefined;
    },

    /**
     * Who holds or overlaps this name, ourselves included. Needs a covering certificate on the distribution: throws
     * CertificateNotVisible while CloudFront does not see it there, as in the minutes after it was put on.
     */
    async domainConflicts(id: string, domain: string): Promise<ConflictRow[]> {
      const input = { Domain: domain, DomainControlValidationResource: { DistributionId: id } };
      const found: ConflictRow[] = [];
      try {
        for await (const { DomainConflicts = [] } of eachPage(paginateListDomainConflicts({ client: reader }, input)))
          found.push(...DomainConflicts.map(toConflict));
      } catch (cause) {
        if (isForWantOfCertificate(cause)) throw new ServiceError('CertificateNotVisible', {}, { cause });
        throw cause;
      }
      return found;
    },
  };
}

/**
 * "You must attach a trusted certificate that covers the domain": nobody has published the code, and both that ListDomainConflicts has for
 * refusals (API_ListDomainConflicts.html, Errors) may carry it. Other refusals speak of no certificate.
 */
function isForWantOfCertificate(cause: unknown): boolean {
  const isRefusal = cause instanceof InvalidArgument || cause instanceof AccessDenied;
  return isRefusal && /certificate/i.test(cause.message);
}

function unlessGone(cause: unknown): void {
  if (!(cause instanceof NoSuchDistribution)) throw cause;
}

export type CloudFront = ReturnType<typeof createCloudFront>;

function without(aliases: readonly string[], others: readonly string[]): string[] {
  return aliases.filter((alias) => !others.includes(alias));
}

function toListed({ Id, ARN, Enabled, Aliases }: DistributionSummary): ListedDistribution {
  return { id: Id ?? '', arn: ARN ?? '', enabled: Enabled ?? false, aliases: Aliases?.Items ?? [] };
}

function toConflict({ Domain, ResourceId, AccountId, ResourceType }: DomainConflict): ConflictRow {
  return {
    domain: Domain ?? '',
    resourceId: ResourceId ?? '',
    accountId: AccountId ?? '',
    resourceType: ResourceType ?? '',
  };
}

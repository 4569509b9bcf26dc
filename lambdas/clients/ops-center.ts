/**
 * Systems Manager OpsCenter: tickets for on-call. One per dedup string while it is open: whoever asks for another gets that one.
 */
import {
  CreateOpsItemCommand,
  GetOpsItemCommand,
  OpsItemAlreadyExistsException,
  type OpsItemDataValue,
  OpsItemNotFoundException,
  SSMClient,
  UpdateOpsItemCommand,
} from '@aws-sdk/client-ssm';
import type { TicketItem } from '../../core/ticket-item.ts';
import { DEPLOYMENT_TAG } from '../../core/topology.ts';
import { awsConfig, calling, deploymentOf, type Env, lacking } from './aws.ts';

/** Shown as the origin of every item. AWS takes none with its own name in it. */
const SOURCE = 'certificates';
/** Of OpsCenter's suggestions: somebody's names cannot serve. */
const CATEGORY = 'Availability';

export type TicketStatus = 'Open' | 'InProgress' | 'Resolved';

/** An item as OpsCenter has it. */
export interface FoundTicket extends TicketItem {
  status: string;
  /** Who changed it last: an ARN. */
  changedBy: string;
  changedAt: string;
}

export function createOpsCenter(env: Env) {
  const client = new SSMClient(awsConfig(env));
  const deployment = deploymentOf(env);
  return {
    /** The id of the item: a new one, or the open one with the same dedup string. `siteId` becomes a tag of it. */
    async open({ title, description, severity, data }: TicketItem, siteId: string): Promise<string> {
      const input = {
        Title: title,
        Description: description,
        Severity: severity,
        Source: SOURCE,
        Category: CATEGORY,
        OperationalData: toData(data),
        Tags: [
          { Key: 'siteId', Value: siteId },
          { Key: DEPLOYMENT_TAG, Value: deployment },
        ],
      };
      try {
        const { OpsItemId } = await calling(client.send(new CreateOpsItemCommand(input)));
        if (!OpsItemId) throw lacking('OpsItemId');
        return OpsItemId;
      } catch (error) {
        if (error instanceof OpsItemAlreadyExistsException && error.OpsItemId) return error.OpsItemId;
        throw error;
      }
    },

    /** Undefined where a person has deleted it. */
    async read(ticketId: string): Promise<FoundTicket | undefined> {
      const found = await calling(client.send(new GetOpsItemCommand({ OpsItemId: ticketId }))).catch(
        (error: unknown) => {
          if (error instanceof OpsItemNotFoundException) return undefined;
          throw error;
        },
      );
      if (!found) return undefined;
      const { OpsItem } = found;
      if (!OpsItem) throw lacking(`OpsItem ${ticketId}`);
      const { Title = '', Description = '', Severity = '', Status = '', OperationalData = {} } = OpsItem;
      return {
        title: Title,
        description: Description,
        severity: Severity,
        data: Object.fromEntries(
          Object.entries(OperationalData).map(([key, { Value = '', Type }]) => [
            key,
            { value: Value, searchable: Type === 'SearchableString' },
          ]),
        ),
        status: Status,
        changedBy: OpsItem.LastModifiedBy ?? 'unknown',
        changedAt: OpsItem.LastModifiedTime?.toISOString() ?? '',
      };
    },

    /** Keys of AWS's own cannot be changed and stay as they are; so does the status where none is given. */
    async update(ticketId: string, item: TicketItem, status?: TicketStatus): Promise<void> {
      const own = Object.entries(item.data).filter(([key]) => !key.startsWith('/aws/'));
      const input = {
        OpsItemId: ticketId,
        Title: item.title,
        Description: item.description,
        Severity: item.severity,
        OperationalData: toData(Object.fromEntries(own)),
        ...(status ? { Status: status } : {}),
      };
      await calling(client.send(new UpdateOpsItemCommand(input)));
    },
  };
}

export type OpsCenter = ReturnType<typeof createOpsCenter>;

function toData(data: TicketItem['data']): Record<string, OpsItemDataValue> {
  return Object.fromEntries(
    Object.entries(data).map(([key, { value, searchable }]) => [
      key,
      { Value: value, Type: searchable ? ('SearchableString' as const) : ('String' as const) },
    ]),
  );
}

/**
 * Settings of a table that dynalite lacks: time to live and point-in-time recovery. Time to live is kept and told, no more: items
 * do not expire here, as on AWS nobody may rely on when they do ("within a few days", DynamoDB developer guide, TTL).
 */
import type { World } from '../../world.ts';
import { awsError } from '../service.ts';
import type { Engine, Item } from './engine.ts';
import { type Recovery, readRestore } from './recovery.ts';

interface Settings {
  timeToLive?: { AttributeName: string; Enabled: boolean };
  recovery?: { since: string; days: number };
}

/** What a recovery period may be, and is if not given (DynamoDB API reference, PointInTimeRecoverySpecification). */
const RECOVERY_DAYS = 35;

export function createTableSettings(world: World, engine: Engine, recovery: Recovery) {
  const tables = world.store.collection<Settings>('dynamodb.settings');

  async function settingsOf(input: Item): Promise<[string, Settings]> {
    const { TableName } = await engine.table(String(input.TableName));
    return [TableName, tables.get(TableName) ?? {}];
  }

  return {
    async UpdateTimeToLive(input: Item): Promise<Item> {
      const [table, settings] = await settingsOf(input);
      const timeToLive = timeToLiveOf(input);
      if ((settings.timeToLive?.Enabled ?? false) === timeToLive.Enabled) {
        throw awsError('ValidationException', `TimeToLive is already ${timeToLive.Enabled ? 'enabled' : 'disabled'}`);
      }
      tables.put(table, { ...settings, timeToLive });
      return { TimeToLiveSpecification: timeToLive };
    },
    async DescribeTimeToLive(input: Item): Promise<Item> {
      const [, { timeToLive }] = await settingsOf(input);
      if (!timeToLive?.Enabled) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
      return { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive.AttributeName } };
    },
    async UpdateContinuousBackups(input: Item): Promise<Item> {
      const [table, { recovery: before, ...others }] = await settingsOf(input);
      const wanted = recoveryOf(input);
      const since = before?.since ?? world.clock.now().toISOString();
      const settings = wanted.enabled ? { ...others, recovery: { since, days: wanted.days } } : others;
      if (wanted.enabled) recovery.enable(table);
      else recovery.disable(table);
      tables.put(table, settings);
      return continuousBackups(world, settings);
    },
    async DescribeContinuousBackups(input: Item): Promise<Item> {
      const [, settings] = await settingsOf(input);
      return continuousBackups(world, settings);
    },
    async DeleteTable(input: Item): Promise<Item> {
      const answer = await engine.act(engine.parse('DeleteTable', input));
      tables.delete(String(input.TableName));
      recovery.disable(String(input.TableName));
      return answer;
    },
    /** Settings and tags are not restored. */
    async RestoreTableToPointInTime(input: Item): Promise<Item> {
      const [, settings] = await settingsOf({ TableName: input.SourceTableName });
      const { source, target, time } = readRestore(input, spanOf(world, settings));
      await engine.table(target).then(refuseTaken, nothingThere);
      return recovery.restore(source, target, time);
    },
  };
}

function timeToLiveOf(input: Item): { AttributeName: string; Enabled: boolean } {
  const { AttributeName, Enabled } = (input.TimeToLiveSpecification ?? {}) as Item;
  if (typeof AttributeName !== 'string' || typeof Enabled !== 'boolean') throw nullAt('timeToLiveSpecification');
  return { AttributeName, Enabled };
}

function recoveryOf(input: Item): { enabled: boolean; days: number } {
  const { PointInTimeRecoveryEnabled: enabled, RecoveryPeriodInDays: days = RECOVERY_DAYS } =
    (input.PointInTimeRecoverySpecification ?? {}) as Item;
  if (typeof enabled !== 'boolean') throw nullAt('pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled');
  return { enabled, days: Number(days) };
}

function nullAt(path: string): Error {
  const text = `Value null at '${path}' failed to satisfy constraint: Member must not be null`;
  return awsError('ValidationException', `1 validation error detected: ${text}`);
}

/** Seconds between which a table can be restored: the latest is five minutes behind (developer guide, point-in-time recovery). */
function spanOf({ clock }: World, { recovery }: Settings): { earliest: number; latest: number } | undefined {
  if (!recovery) return undefined;
  const now = clock.now().getTime();
  const DAY_MS = 24 * 60 * 60 * 1000;
  const since = Date.parse(recovery.since);
  return {
    earliest: Math.max(since, now - recovery.days * DAY_MS) / 1000,
    latest: Math.max(since, now - 5 * 60 * 1000) / 1000,
  };
}

function refuseTaken({ TableName }: { TableName: string }): never {
  throw awsError('TableAlreadyExistsException', `Table already exists: ${TableName}`);
}

function nothingThere(error: Error): void {
  if (error.name !== 'ResourceNotFoundException') throw error;
}

function continuousBackups(world: World, settings: Settings): Item {
  const span = spanOf(world, settings);
  const description = span && {
    PointInTimeRecoveryStatus: 'ENABLED',
    RecoveryPeriodInDays: settings.recovery?.days,
    EarliestRestorableDateTime: span.earliest,
    LatestRestorableDateTime: span.latest,
  };
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: description ?? { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  };
}

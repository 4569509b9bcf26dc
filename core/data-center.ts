/** Where a site's API lives. Only three data centers provision certificates; their hosts and zones are a stage's data. */
import { ServiceError } from './errors.ts';

export const DATA_CENTER_IDS = ['us1', 'eu1', 'au1'] as const;
export type DataCenterId = (typeof DATA_CENTER_IDS)[number];

export interface DataCenter {
  /** API host, e.g. `us1.gigya.com`: origin of the distributions, suffix of the CNAME targets. */
  host: string;
  /** Route 53 hosted zone that holds the CNAME targets. */
  zoneId: string;
}

export type DataCenters = Readonly<Record<DataCenterId, DataCenter>>;

/** The gate: any other data center gets a clear refusal. */
export function requireDataCenter(id: string): DataCenterId {
  const found = DATA_CENTER_IDS.find((known) => known === id);
  if (!found) throw new ServiceError('DataCenterUnsupported', { dataCenter: id });
  return found;
}

/** Reads the stage's `DATA_CENTERS` variable: `{"us1":{"host":"...","zoneId":"..."}, ...}`. Throws what is missing. */
export function parseDataCenters(json: string): DataCenters {
  const value: Partial<Record<string, Partial<DataCenter>>> = JSON.parse(json);
  for (const id of DATA_CENTER_IDS) {
    if (!value[id]?.host || !value[id]?.zoneId) throw new Error(`DATA_CENTERS lacks host or zoneId of ${id}`);
  }
  return value as DataCenters;
}

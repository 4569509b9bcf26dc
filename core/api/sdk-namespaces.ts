/** What stands before the dot of an operation's name: the vendor's SDKs call `<namespace>.<API domain>`. Of these hosts some are the vendor's. */
import { OPERATIONS } from './operations.ts';

/**
 * Where the vendor serves an API of its own: `audit.us1.gigya.com` answers `audit.search`. From its REST reference
 * (developers.gigya.com/display/GD, a page a method) and what its clients call.
 */
const OF_THE_VENDOR: readonly string[] = [
  'accounts',
  'admin',
  'audit',
  'comments',
  'ds',
  'fidm',
  'gm',
  'ids',
  'idx',
  'reports',
  'socialize',
];

const NAMESPACES = new Set(Object.keys(OPERATIONS).map((name) => name.split('.', 1)[0] ?? ''));

/** Namespaces that have a host of their own in every data center. Every operation can be called under each of these hosts. */
export const SDK_NAMESPACES: readonly string[] = [...NAMESPACES].filter((name) => !OF_THE_VENDOR.includes(name));

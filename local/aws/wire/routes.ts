/**
 * Which operation a REST request means: by method, path template and the template's literal query. The most particular
 * template wins: `?Operation=Tag` before none, a literal segment before a label.
 */
import type { StaticOperationSchema } from '@smithy/types';

export interface Match {
  operation: StaticOperationSchema;
  /** Members bound to the path, still percent-encoded. */
  labels: Record<string, string>;
}

export type Route = (method: string, path: string, query: URLSearchParams) => Match | undefined;

export function createRoute(operations: StaticOperationSchema[]): Route {
  const templates = operations.flatMap(compile).sort((one, other) => other.weight - one.weight);
  return (method, path, query) => {
    for (const template of templates) {
      if (template.method !== method || !template.literals.every(([key, value]) => query.get(key) === value)) continue;
      const match = template.pattern.exec(path);
      if (match) return { operation: template.operation, labels: { ...match.groups } };
    }
    return undefined;
  };
}

interface Template {
  operation: StaticOperationSchema;
  method: string;
  pattern: RegExp;
  literals: [string, string][];
  weight: number;
}

function compile(operation: StaticOperationSchema): Template[] {
  const traits = operation[3];
  if (typeof traits !== 'object' || !traits.http) return [];
  const [method, template] = traits.http;
  const [path = '', query = ''] = template.split('?');
  const literals = [...new URLSearchParams(query)];
  const segments = path.split('/').filter(Boolean);
  const pattern = segments.map((segment) => `/${segmentPattern(segment)}`).join('');
  // A literal query outweighs any path; then every literal segment counts.
  const weight = literals.length * 100 + segments.filter((segment) => !segment.startsWith('{')).length;
  return [{ operation, method, pattern: new RegExp(`^${pattern}/?$`), literals, weight }];
}

/** `{Id}` is one segment, `{Resource+}` the rest of the path. */
function segmentPattern(segment: string): string {
  const label = /^\{(\w+)(\+?)\}$/.exec(segment);
  if (!label) return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return `(?<${label[1]}>${label[2] ? '.+' : '[^/]+'})`;
}

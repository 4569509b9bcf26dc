/** An example of a JSON Schema: what the schema itself gives, else the plainest value that it allows. */

export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  examples?: unknown[];
  default?: unknown;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minimum?: number;
  format?: string;
  [keyword: string]: unknown;
}

/** `components`: what `#/components/schemas/…` stands for. */
export function exampleOf(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): unknown {
  const of = (inner: JsonSchema) => exampleOf(inner, components);
  if (schema.$ref) return of(components[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {});
  if (schema.examples) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return of(schema.anyOf[0]);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, of);
    case 'array':
      return [of(schema.items ?? {})];
    case 'integer':
    case 'number':
      return schema.minimum !== undefined && schema.minimum > 0 ? schema.minimum : 1;
    case 'boolean':
      return true;
    case 'string':
      return schema.format === 'email' ? 'it@example.com' : '…';
    default:
      return null;
  }
}

/** With its required properties, and the others that have an example of their own. */
function objectOf({ properties = {}, required = [] }: JsonSchema, of: (schema: JsonSchema) => unknown) {
  const shown = Object.entries(properties).filter(([name, { examples }]) => required.includes(name) || examples);
  return Object.fromEntries(shown.map(([name, property]) => [name, of(property)]));
}

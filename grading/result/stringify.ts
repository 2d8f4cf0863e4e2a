/** The canonical bytes of result.json: fields in the schema's order, two spaces, a newline at the end. */
import resultSchema from '../schemas/result.schema.json';
import type { Result } from './result.js';

/** The text of result.json; equal results give equal text, in whichever order their fields were set. */
export function stringifyResult(result: Result): string {
  return `${JSON.stringify(inOrder(result, schema), null, 2)}\n`;
}

/** The part of JSON Schema that decides an order. */
interface Node {
  readonly $ref?: string;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
}

const schema = resultSchema as Node & { readonly definitions: Readonly<Record<string, Node>> };

function inOrder(value: unknown, described: Node | undefined): unknown {
  const node = resolve(described);
  if (Array.isArray(value)) {
    return value.map((item) => inOrder(item, node?.items));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  // Names that the schema leaves open (kinds of exits) go by their code units.
  const names = node?.properties ? Object.keys(node.properties) : Object.keys(fields).sort();
  return Object.fromEntries(
    names
      .filter((name) => name in fields)
      .map((name) => [name, inOrder(fields[name], node?.properties?.[name])]),
  );
}

function resolve(described: Node | undefined): Node | undefined {
  return described?.$ref === undefined
    ? described
    : schema.definitions[described.$ref.replace('#/definitions/', '')];
}

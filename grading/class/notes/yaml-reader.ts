/** Reads YAML that people write, with the line of everything: a fault is told where it stands. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair } from 'yaml';
import { SchemaError } from '../../result/index.js';
import { numberOf } from './numbers.js';

export type Field = { readonly line: number; readonly name: string; readonly value: Node | null };

/** YAML takes `*Well done*` for the name of another place. */
const STAR = 'a text that begins with "*" goes into quotes';

export class YamlReader {
  readonly faults: string[] = [];
  readonly #lines = new LineCounter();
  readonly root: Node | null;

  /** @throws SchemaError for what is not YAML. Everything is text: `08` stays `08`, and an id keeps its zeros. */
  constructor(text: string, file: string) {
    const document = parseDocument(text, {
      schema: 'failsafe',
      lineCounter: this.#lines,
      logLevel: 'error', // nothing is printed here; with 'silent' a second document is passed over
    });
    const errors = document.errors.map(
      (error) =>
        `line ${this.#lines.linePos(error.pos[0]).line}: ${
          error.code === 'MULTIPLE_DOCS'
            ? 'a second document begins here: take the line "---" out'
            : error.message.split('\n')[0]!.replace(/ at line .*$/, '')
        }`,
    );
    if (errors.length > 0) {
      throw new SchemaError(file, errors);
    }
    this.root = document.contents;
  }

  fault(line: number, what: string): void {
    this.faults.push(`line ${line}: ${what}`);
  }

  lineOf(node: Node | null): number {
    return node?.range ? this.#lines.linePos(node.range[0]).line : 1;
  }

  /** The fields of a map; none where it is another thing, which is told. `known`: the names that may stand there, or any. */
  fields(node: Node | null, what: string, known?: readonly string[]): Field[] {
    if (node === null || (isScalar(node) && node.value === '')) {
      return [];
    }
    if (isAlias(node)) {
      this.fault(this.lineOf(node), STAR);
      return [];
    }
    if (!isMap(node)) {
      this.fault(this.lineOf(node), `${what} must have fields, a line each, like "name: value"`);
      return [];
    }
    return node.items.flatMap((pair: Pair) => {
      const key = pair.key as Node;
      const field = {
        line: this.lineOf(key),
        name: isScalar(key) ? String(key.value) : '',
        value: pair.value as Node | null,
      };
      if (known === undefined || known.includes(field.name)) {
        return [field];
      }
      this.fault(field.line, `"${field.name}" is not known in ${what}: use one of ${known.join(', ')}`);
      return [];
    });
  }

  /** The entries of a list. One entry alone need not be made a list. */
  entries(node: Node | null): Node[] {
    if (node === null || (isScalar(node) && node.value === '')) {
      return [];
    }
    return isSeq(node) ? (node.items as Node[]) : [node];
  }

  text({ name, line, value }: Field): string | undefined {
    if (value !== null && isScalar(value) && typeof value.value === 'string' && value.value.trim() !== '') {
      return value.value.trim();
    }
    this.fault(line, isAlias(value) ? STAR : `"${name}" must have a text`);
    return undefined;
  }

  number(field: Field, most: number): number | undefined {
    const text = this.text(field);
    const number = text === undefined ? undefined : numberOf(text, most);
    if (text !== undefined && number === undefined) {
      this.fault(field.line, `"${field.name}" is "${text}": write a number, at most ${most}`);
    }
    return number;
  }
}

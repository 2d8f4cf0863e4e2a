/**
 * The symbols of one source: labels, local labels (`1:`, used as 1b and 1f), and those that .equ, .set and `=` define.
 */
import { fault, MAX_DEFINITION_DEPTH } from '../text/index.js';
import { evaluate, type Expression, type Value } from './expression.js';

interface Definition {
  readonly kind: 'label' | 'assignment';
  readonly expression: Expression;
  readonly line: number;
}

export class SymbolTable {
  readonly #definitions = new Map<string, Definition>();
  /** How many times each local label has been defined so far. The n-th definition of `1:` is called `1:n` here. */
  readonly #localLabels = new Map<string, number>();
  readonly #resolved = new Map<string, bigint>();
  #linkerSymbols: ReadonlyMap<string, number> = new Map();

  /** Defines `name:`. If the name is a number, this is the next local label of that number. */
  defineLabel(name: string, place: Value, line: number): void {
    if (/^\d+$/.test(name)) {
      const count = (this.#localLabels.get(name) ?? 0) + 1;
      this.#localLabels.set(name, count);
      this.#definitions.set(`${name}:${count}`, { kind: 'label', expression: place, line });
      return;
    }
    this.#refuseSecond(name, this.#definitions.get(name));
    this.#definitions.set(name, { kind: 'label', expression: place, line });
  }

  /** `.equ name, expression`. It may be repeated; each use takes the last definition above it. */
  assign(name: string, expression: Expression, line: number): void {
    const earlier = this.#definitions.get(name);
    if (earlier?.kind === 'label') {
      this.#refuseSecond(name, earlier);
    }
    this.#definitions.set(name, { kind: 'assignment', expression, line });
  }

  /** What `name` stands for at this point of the source: its value if that is known, otherwise the symbol itself. */
  bind(name: string): Expression {
    const local = /^(\d+)([bf])$/.exec(name);
    const symbol = local === null ? name : this.#localName(local[1] ?? '', local[2] === 'b');
    const expression = this.#definitions.get(symbol)?.expression;
    return expression?.kind === 'value' ? expression : { kind: 'symbol', name: symbol };
  }

  /** Adds the symbols that a linker defines. A definition in the source takes precedence. */
  provide(symbols: ReadonlyMap<string, number>): void {
    this.#linkerSymbols = symbols;
  }

  /** The final value of a symbol. All sections must have their addresses. A symbol without a value is a fault. */
  resolve(name: string, depth = 0): bigint {
    const earlier = this.#resolved.get(name);
    if (earlier !== undefined) {
      return earlier;
    }
    const definition = this.#definitions.get(name);
    if (definition === undefined) {
      return BigInt(this.#linkerSymbols.get(name) ?? undefinedSymbol(name));
    }
    if (depth > MAX_DEFINITION_DEPTH) {
      fault(`symbol '${name}' is defined through itself, or through too many others`);
    }
    const value = evaluate(definition.expression, (inner) => this.resolve(inner, depth + 1));
    this.#resolved.set(name, value);
    return value;
  }

  /** Every symbol but the local ones (`1:`, `.L…`), and the line that defines it. */
  named(): { readonly name: string; readonly line: number }[] {
    return [...this.#definitions]
      .filter(([name]) => !/^\d|^\.L/.test(name))
      .map(([name, { line }]) => ({ name, line }));
  }

  #localName(number: string, backward: boolean): string {
    const count = this.#localLabels.get(number) ?? 0;
    if (backward && count === 0) {
      fault(`no label '${number}:' stands above for ${number}b`);
    }
    return `${number}:${backward ? count : count + 1}`;
  }

  #refuseSecond(name: string, earlier: Definition | undefined): void {
    if (earlier !== undefined) {
      fault(`symbol '${name}' is already defined on line ${earlier.line}`);
    }
  }
}

function undefinedSymbol(name: string): never {
  const [, local] = /^(\d+):/.exec(name) ?? [];
  if (local !== undefined) {
    fault(`no label '${local}:' follows for ${local}f`);
  }
  const looksLikeRegister = /^[astx]\d+$/.test(name);
  return fault(`undefined symbol '${name}'${looksLikeRegister ? '; no register is called so either' : ''}`);
}

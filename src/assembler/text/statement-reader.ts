/**
 * Gives the statements in the order in which they are assembled: those of the source, with the bodies of macros
 * (.macro … .endm) and repetitions (.rept and .irp … .endr) inserted. GNU as manual, sections 7.50 (.irp), 7.63 (.macro)
 * and 7.80 (.rept).
 */
import { fault } from './errors.js';
import { MAX_MACRO_DEPTH, MAX_STATEMENTS } from './limits.js';
import { bindArguments, readMacro, substitute, type Arguments, type Macro } from './macros.js';
import { splitAtCommas, type Statement } from './statements.js';

/** A list of statements that is being read; `isMacro` says that it is the body of a macro. */
interface Frame {
  readonly statements: readonly Statement[];
  next: number;
  readonly isMacro: boolean;
}

export class StatementReader {
  readonly #macros = new Map<string, Macro>();
  /** The source at the bottom; above it, the bodies that are being read inside each other. */
  readonly #stack: Frame[];
  #total: number;
  #expansions = 0;

  constructor(statements: readonly Statement[]) {
    this.#stack = [{ statements, next: 0, isMacro: false }];
    this.#total = statements.length;
  }

  /** The next statement; undefined at the end. */
  next(): Statement | undefined {
    for (let top = this.#stack.at(-1); top !== undefined; top = this.#stack.at(-1)) {
      const statement = top.statements[top.next];
      top.next += 1;
      if (statement !== undefined) {
        return statement;
      }
      this.#stack.pop();
    }
    return undefined;
  }

  /** `.macro name parameters`: remembers the statements up to .endm. */
  define(rest: string): void {
    const body = this.#takeBody('.macro', /^\.macro\b/, /^\.endm\b/);
    const macro = readMacro(rest, body);
    if (this.#macros.has(macro.name)) {
      fault(`macro '${macro.name}' is already defined`);
    }
    this.#macros.set(macro.name, macro);
  }

  /** The macro called `name`; undefined if there is none. */
  macro(name: string): Macro | undefined {
    return this.#macros.get(name);
  }

  /** Inserts the body of `macro`, with the arguments in `rest`. */
  call(macro: Macro, rest: string, at: Statement): void {
    const { name, body } = macro;
    if (this.#stack.filter((frame) => frame.isMacro).length >= MAX_MACRO_DEPTH) {
      fault(
        `macro '${name}' calls itself without end, or macros are nested more than ${MAX_MACRO_DEPTH} deep`,
      );
    }
    this.#insert(body, [bindArguments(macro, splitAtCommas(rest))], at, `macro ${name}`, true);
  }

  /** `.rept count`: inserts the statements up to .endr, `count` times. */
  repeat(count: () => bigint, at: Statement): void {
    const body = this.#takeBody('.rept', /^\.(?:rept|irp)\b/, /^\.endr\b/);
    const times = count();
    if (times < 0n || times > BigInt(MAX_STATEMENTS)) {
      fault(`.rept: expected a count from 0 to ${MAX_STATEMENTS}, found ${times}`);
    }
    const rounds = Array.from({ length: Number(times) }, () => new Map());
    this.#insert(body, rounds, at, '.rept', false);
  }

  /** `.irp name, values`: inserts the statements up to .endr, once for each value. */
  repeatFor(rest: string, at: Statement): void {
    const body = this.#takeBody('.irp', /^\.(?:rept|irp)\b/, /^\.endr\b/);
    const [name = '', ...values] = splitAtCommas(rest);
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      fault(`.irp: expected a name and values, found '${rest}'`);
    }
    const rounds = values.map((value) => new Map([[name, value]]));
    this.#insert(body, rounds, at, '.irp', false);
  }

  /** Reads the statements up to the one that closes this body; bodies inside it are kept as they are. */
  #takeBody(what: string, opens: RegExp, closes: RegExp): readonly Statement[] {
    const body: Statement[] = [];
    for (let depth = 1, statement = this.next(); statement !== undefined; statement = this.next()) {
      if (opens.test(statement.text)) {
        depth += 1;
      }
      if (closes.test(statement.text)) {
        depth -= 1;
      }
      if (depth === 0) {
        return body;
      }
      body.push(statement);
    }
    return fault(`${what} is not closed: expected ${what === '.macro' ? '.endm' : '.endr'}`);
  }

  /** Puts `body` in front of the statements that follow, once for each of `rounds`. */
  #insert(
    body: readonly Statement[],
    rounds: readonly Arguments[],
    at: Statement,
    what: string,
    isMacro: boolean,
  ): void {
    this.#total += rounds.length * body.length;
    if (this.#total > MAX_STATEMENTS) {
      fault(`${what}: more than ${MAX_STATEMENTS} statements in all`);
    }
    const statements = rounds.flatMap((values) => {
      const count = String(this.#expansions);
      this.#expansions += 1;
      return body.map((statement) => ({
        text: substitute(statement.text, values, count),
        line: at.line,
        inside: statement.inside === '' ? `${what}, line ${statement.line}` : statement.inside,
      }));
    });
    this.#stack.push({ statements, next: 0, isMacro });
  }
}

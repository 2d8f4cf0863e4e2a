/**
 * Statements in the order in which they are assembled: the source's, with macros (.macro … .endm) and repetitions
 * (.rept and .irp … .endr) put in. GNU as manual, sections 7.50 (.irp), 7.63 (.macro) and 7.80 (.rept).
 */
import { fault } from './errors.js';
import { MAX_MACRO_DEPTH, MAX_STATEMENT_LENGTH, MAX_STATEMENTS } from './limits.js';
import { splitAtCommas, type Statement } from './statements.js';

interface Macro {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

interface Parameter {
  readonly name: string;
  readonly fallback: string;
  readonly qualifier: '' | 'req' | 'vararg';
}

export class StatementReader {
  readonly #macros = new Map<string, Macro>();
  readonly #stack: {
    readonly statements: readonly Statement[];
    next: number;
    readonly macro: boolean;
  }[];
  #total: number;
  #expansions = 0;

  constructor(statements: readonly Statement[]) {
    this.#stack = [{ statements, next: 0, macro: false }];
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

  /** `.macro name parameters`: takes the statements up to .endm. */
  define(rest: string): void {
    const [, name = '', list = ''] = /^([A-Za-z_.$][\w.$]*)\s*,?\s*(.*)$/s.exec(rest) ?? [];
    const body = this.#takeBody('.macro', /^\.macro\b/, /^\.endm\b/);
    if (name === '') {
      fault(`.macro: expected a name, found '${rest}'`);
    }
    if (this.#macros.has(name)) {
      fault(`macro '${name}' is already defined`);
    }
    const separated = list.includes(',')
      ? splitAtCommas(list)
      : list.split(/\s+/).filter((word) => word !== '');
    this.#macros.set(name, { name, parameters: separated.map(readParameter), body });
  }

  isMacro(name: string): boolean {
    return this.#macros.has(name);
  }

  /** Puts the body of macro `name` in, with the arguments in `rest`. */
  call(name: string, rest: string, at: Statement): void {
    const macro = this.#macros.get(name);
    if (macro === undefined) {
      return;
    }
    if (this.#stack.filter((frame) => frame.macro).length >= MAX_MACRO_DEPTH) {
      fault(
        `macro '${name}' calls itself without end, or macros are nested more than ${MAX_MACRO_DEPTH} deep`,
      );
    }
    this.#putIn(macro.body, [bindArguments(macro, splitAtCommas(rest))], at, `macro ${name}`, true);
  }

  /** `.rept count`: puts the statements up to .endr in, `count` times. */
  repeat(count: () => bigint, at: Statement): void {
    const body = this.#takeBody('.rept', /^\.(?:rept|irp)\b/, /^\.endr\b/);
    const times = count();
    if (times < 0n || times > BigInt(MAX_STATEMENTS)) {
      fault(`.rept: expected a count from 0 to ${MAX_STATEMENTS}, found ${times}`);
    }
    this.#putIn(
      body,
      Array.from({ length: Number(times) }, () => new Map()),
      at,
      '.rept',
      false,
    );
  }

  /** `.irp name, values`: puts the statements up to .endr in, once for each value. */
  repeatFor(rest: string, at: Statement): void {
    const body = this.#takeBody('.irp', /^\.(?:rept|irp)\b/, /^\.endr\b/);
    const [name = '', ...values] = splitAtCommas(rest);
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      fault(`.irp: expected a name and values, found '${rest}'`);
    }
    this.#putIn(
      body,
      values.map((value) => new Map([[name, value]])),
      at,
      '.irp',
      false,
    );
  }

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

  #putIn(
    body: readonly Statement[],
    rounds: readonly ReadonlyMap<string, string>[],
    at: Statement,
    what: string,
    macro: boolean,
  ): void {
    this.#total += rounds.length * body.length;
    if (this.#total > MAX_STATEMENTS) {
      fault(`${what}: more than ${MAX_STATEMENTS} statements in all`);
    }
    const statements = rounds.flatMap((values) => {
      this.#expansions += 1;
      const count = String(this.#expansions - 1);
      return body.map((statement) => ({
        text: substitute(statement.text, values, count),
        line: at.line,
        inside: statement.inside === '' ? `${what}, line ${statement.line}` : statement.inside,
      }));
    });
    this.#stack.push({ statements, next: 0, macro });
  }
}

/** `name`, `name=default`, `name:req` or `name:vararg`. */
function readParameter(text: string): Parameter {
  const match = /^([A-Za-z_]\w*)(?::(req|vararg))?(?:\s*=\s*(.*))?$/s.exec(text);
  if (match === null) {
    fault(`.macro: '${text}' is no parameter: expected a name, name=default, name:req or name:vararg`);
  }
  const qualifier = match[2] === 'req' || match[2] === 'vararg' ? match[2] : '';
  return { name: match[1] ?? '', fallback: unquoted(match[3] ?? ''), qualifier };
}

function bindArguments(macro: Macro, given: readonly string[]): ReadonlyMap<string, string> {
  const { name, parameters } = macro;
  const values = new Map<string, string>();
  let position = 0;
  for (const [index, argument] of given.entries()) {
    const [, key = '', value = ''] = /^([A-Za-z_]\w*)\s*=(?!=)\s*(.*)$/s.exec(argument) ?? [];
    if (parameters.some((parameter) => parameter.name === key)) {
      values.set(key, unquoted(value));
      continue;
    }
    const parameter = parameters[position];
    if (parameter === undefined) {
      fault(`macro '${name}' takes ${parameters.length} arguments, found ${given.length}`);
    }
    position += 1;
    if (parameter.qualifier === 'vararg') {
      values.set(parameter.name, given.slice(index).join(', '));
      break;
    }
    if (argument !== '') {
      values.set(parameter.name, unquoted(argument));
    }
  }
  for (const parameter of parameters) {
    if (values.has(parameter.name)) {
      continue;
    }
    if (parameter.qualifier === 'req') {
      fault(`macro '${name}' needs a value for '${parameter.name}'`);
    }
    values.set(parameter.name, parameter.fallback);
  }
  return values;
}

function unquoted(argument: string): string {
  return argument.replace(/^"(.*)"$/s, '$1');
}

/** `\name` becomes its value, `\@` the number of the expansion, `\()` nothing: it ends a name. */
function substitute(text: string, values: ReadonlyMap<string, string>, count: string): string {
  const result = text.replace(/\\(\(\)|@|[A-Za-z_]\w*)/g, (whole, name: string) => {
    if (name === '()') {
      return '';
    }
    return name === '@' ? count : (values.get(name) ?? whole);
  });
  return result.length > MAX_STATEMENT_LENGTH
    ? fault(`a statement grows past ${MAX_STATEMENT_LENGTH} characters`)
    : result;
}

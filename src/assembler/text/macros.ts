/**
 * A macro: its parameters, and what its body becomes when it is called. GNU as manual, section 7.63 (.macro).
 */
import { fault } from './errors.js';
import { MAX_STATEMENT_LENGTH } from './limits.js';
import { splitAtCommas, type Statement } from './statements.js';

export interface Macro {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

/** What a parameter stands for in one call, by its name. */
export type Arguments = ReadonlyMap<string, string>;

interface Parameter {
  readonly name: string;
  /** Its value where the call gives none. */
  readonly fallback: string;
  readonly qualifier: '' | 'req' | 'vararg';
}

/** Reads what follows `.macro`: a name and parameters, which commas or spaces separate. */
export function readMacro(text: string, body: readonly Statement[]): Macro {
  const [, name = '', list = ''] = /^([A-Za-z_.$][\w.$]*)\s*,?\s*(.*)$/s.exec(text) ?? [];
  if (name === '') {
    fault(`.macro: expected a name, found '${text}'`);
  }
  const parameters = list.includes(',')
    ? splitAtCommas(list)
    : list.split(/\s+/).filter((word) => word !== '');
  return { name, parameters: parameters.map(readParameter), body };
}

/** What each parameter of `macro` stands for in a call with the arguments `given`. */
export function bindArguments(macro: Macro, given: readonly string[]): Arguments {
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

/** `text` with `\name` replaced by its value, `\@` by `count`, and `\()`, which ends a name, by nothing. */
export function substitute(text: string, values: Arguments, count: string): string {
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

/** `name`, `name=default`, `name:req` or `name:vararg`. */
function readParameter(text: string): Parameter {
  const match = /^([A-Za-z_]\w*)(?::(req|vararg))?(?:\s*=\s*(.*))?$/s.exec(text);
  if (match === null) {
    fault(`.macro: '${text}' is no parameter: expected a name, name=default, name:req or name:vararg`);
  }
  const qualifier = match[2] === 'req' || match[2] === 'vararg' ? match[2] : '';
  return { name: match[1] ?? '', fallback: unquoted(match[3] ?? ''), qualifier };
}

function unquoted(argument: string): string {
  return argument.replace(/^"(.*)"$/s, '$1');
}

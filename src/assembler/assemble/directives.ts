/**
 * The directives: sections, data, alignment, symbols. GNU as manual, chapter 7, and "RISC-V-Directives".
 */
import { fault, splitAtCommas, stringBytes, type Statement } from '../text/index.js';
import type { Assembly } from './assembly.js';
import { alignTo, moveTo } from './placement.js';

type Directive = (assembly: Assembly, rest: string, statement: Statement) => void;

/** The function of directive `name`, which is given with its dot; undefined if there is none. */
export function directiveOf(name: string): Directive | undefined {
  return directives.get(name);
}

/** `.equ name, expression`, `.set`, and `name = expression`. `. = expression` moves on, as .org does. */
export function assign(assembly: Assembly, name: string, expression: string, statement: Statement): void {
  if (name === '.') {
    return moveTo(assembly, expression);
  }
  if (!/^[A-Za-z_.$][\w.$]*$/.test(name)) {
    fault(`expected the name of a symbol, found '${name}'`);
  }
  assembly.symbols.assign(name, assembly.expression(expression), statement.line);
}

const data =
  (size: number): Directive =>
  (assembly, rest, statement) => {
    if (rest === '') {
      fault('expected at least one value');
    }
    for (const item of splitAtCommas(rest)) {
      assembly.emitData(assembly.expression(item), size, statement);
    }
  };

const strings =
  (end: readonly number[]): Directive =>
  (assembly, rest) => {
    if (rest === '') {
      fault('expected at least one string');
    }
    for (const item of splitAtCommas(rest)) {
      assembly.section.append([...stringBytes(item), ...end]);
    }
  };

const enter =
  (name: string): Directive =>
  (assembly, rest) => {
    if (rest !== '') {
      fault(`${name} takes no operand, found '${rest}'; another section is .section NAME`);
    }
    assembly.enter(name);
  };

/** .align and .p2align: to a power of two; .balign: to a number of bytes. */
const align =
  (toBytes: (operand: bigint) => bigint): Directive =>
  (assembly, rest) => {
    const [boundary = '', fill = '', most = '', ...more] = splitAtCommas(rest);
    if (boundary === '' || more.length > 0) {
      fault(`expected an alignment and, if wanted, fill and limit, found '${rest}'`);
    }
    const alignment = toBytes(assembly.number(boundary, 'the alignment'));
    if (alignment < 1n || alignment > 0x1000_0000n || (alignment & (alignment - 1n)) !== 0n) {
      fault(`the alignment ${boundary} is not possible: expected a power of two up to 2^28 bytes`);
    }
    const fillByte = fill === '' ? undefined : assembly.number(fill, 'the fill');
    const limit = most === '' ? undefined : assembly.number(most, 'the limit');
    alignTo(assembly.section, Number(alignment), fillByte, limit);
  };

const space: Directive = (assembly, rest) => {
  const [size = '', fill = '0', ...more] = splitAtCommas(rest);
  if (size === '' || more.length > 0) {
    fault(`expected a size and, if wanted, a fill, found '${rest}'`);
  }
  const count = assembly.number(size, 'the size');
  if (count < 0n || count > 0xffff_ffffn) {
    fault(`the size ${count} is not possible`);
  }
  assembly.section.fill(Number(count), Number(assembly.number(fill, 'the fill') & 0xffn));
};

const section: Directive = (assembly, rest) => {
  const [name = ''] = splitAtCommas(rest);
  assembly.enter(name.replace(/^"(.*)"$/, '$1'));
};

const equ: Directive = (assembly, rest, statement) => {
  const [name = '', ...expression] = splitAtCommas(rest);
  if (expression.length !== 1) {
    fault(`expected a symbol, a comma and an expression, found '${rest}'`);
  }
  assign(assembly, name, expression.join(), statement);
};

const option: Directive = (assembly, rest) => {
  switch (rest) {
    case 'rvc':
    case 'norvc':
      assembly.compression = rest === 'rvc';
      return;
    case 'push':
      assembly.savedOptions.push(assembly.compression);
      return;
    case 'pop':
      assembly.compression =
        assembly.savedOptions.pop() ?? fault('.option pop without a .option push before it');
      return;
    case 'relax': // instructions are never changed at linking
    case 'norelax':
    case 'nopic':
      return;
    default:
      fault(`.option ${rest} is not supported: expected rvc, norvc, norelax, nopic, push or pop`);
  }
};

/** Directives for a linker or a debugger, which are not needed here. */
const nothing: Directive = () => undefined;

const directives: ReadonlyMap<string, Directive> = new Map<string, Directive>([
  ['.text', enter('.text')],
  ['.rodata', enter('.rodata')],
  ['.data', enter('.data')],
  ['.bss', enter('.bss')],
  ['.section', section],
  ...[
    '.byte',
    '.2byte',
    '.half',
    '.short',
    '.hword',
    '.4byte',
    '.word',
    '.long',
    '.8byte',
    '.dword',
    '.quad',
  ].map((name) => [name, data(sizeOf(name))] as const),
  ['.ascii', strings([])],
  ['.asciz', strings([0])],
  ['.string', strings([0])],
  ['.zero', space],
  ['.space', space],
  ['.skip', space],
  ['.align', align(powerOfTwo)],
  ['.p2align', align(powerOfTwo)],
  ['.balign', align((bytes) => bytes)],
  ['.org', (assembly, rest) => moveTo(assembly, rest)],
  ['.equ', equ],
  ['.set', equ],
  ['.option', option],
  ...['.globl', '.global', '.local', '.weak', '.type', '.size', '.file', '.ident', '.attribute'].map(
    (name) => [name, nothing] as const,
  ),
]);

function sizeOf(name: string): number {
  if (name === '.byte') {
    return 1;
  }
  if (['.2byte', '.half', '.short', '.hword'].includes(name)) {
    return 2;
  }
  return ['.4byte', '.word', '.long'].includes(name) ? 4 : 8;
}

function powerOfTwo(exponent: bigint): bigint {
  return exponent >= 0n && exponent < 32n ? 1n << exponent : 0n;
}

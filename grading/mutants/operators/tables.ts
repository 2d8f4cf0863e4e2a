/** Operators on names and on what is listed: constants, arguments, entries of tables, methods. */
import ts from 'typescript';
import { instead, type Change, type Imported, type Operator } from './operator.js';

/** Another member of the same table (`Csr.sie` for `Csr.sstatus`), or another constant of the same family, or one more. */
export const constant: Operator = (node, imported) => {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const table = imported.get(node.expression.text);
    return instead(node.name, ...otherMember(table, node.name.text));
  }
  if (!ts.isIdentifier(node) || typeof imported.get(node.text) !== 'number' || !isUse(node)) {
    return [];
  }
  const one = ts.isComputedPropertyName(node.parent) ? [] : [`(${node.text} + 1)`];
  return instead(node, ...otherOfFamily(node.text, imported), ...one);
};

/** Two arguments that have changed places. */
export const argumentOrder: Operator = (node) => {
  if (!ts.isCallExpression(node)) {
    return [];
  }
  const { arguments: args } = node;
  return args.slice(1).flatMap((second, i): Change[] => {
    const first = args[i]!;
    const [a, b] = [first.getText(), second.getText()];
    return a === b ? [] : [{ start: first.getStart(), end: second.getEnd(), text: `${b}, ${a}` }];
  });
};

/** A list or a table that lacks one entry. */
export const entry: Operator = (node) => {
  if (ts.isArrayLiteralExpression(node)) {
    return without(node, node.elements, '[', ']');
  }
  return ts.isObjectLiteralExpression(node) ? without(node, node.properties, '{ ', ' }') : [];
};

const methods: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  push: 'unshift',
  pop: 'shift',
  shift: 'pop',
  unshift: 'push',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  keys: 'values',
  values: 'keys',
};
const leftOut = new Set(['sort', 'reverse', 'filter', 'slice', 'map', 'trim', 'concat']);

/** The opposite method, or none at all. */
export const method: Operator = (node) => {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) {
    return [];
  }
  const { name, expression } = node.expression;
  const other = methods[name.text];
  return [
    ...(other === undefined ? [] : instead(name, other)),
    ...(leftOut.has(name.text) ? instead(node, expression.getText()) : []),
  ];
};

/** `a?.b` as `a.b`. */
export const optional: Operator = (node) => {
  const token = ts.isPropertyAccessExpression(node) ? node.questionDotToken : undefined;
  return token ? instead(token, '.') : [];
};

function without(node: ts.Node, items: readonly ts.Node[], open: string, close: string): Change[] {
  return items.flatMap((_, left) => {
    const others = items.filter((_item, i) => i !== left).map((item) => item.getText());
    return instead(node, open + others.join(', ') + close);
  });
}

function otherMember(table: unknown, name: string): string[] {
  if (typeof table !== 'object' || table === null || !Object.hasOwn(table, name)) {
    return [];
  }
  const names = Object.keys(table);
  const values = table as Readonly<Record<string, unknown>>;
  const other = following(names, name).find(
    (each) => values[each] !== values[name] && typeof values[each] === typeof values[name],
  );
  return other === undefined ? [] : [other];
}

/** `SSTATUS_SPP` and `SSTATUS_SIE` are of one family. */
function otherOfFamily(name: string, imported: Imported): string[] {
  const family = (each: string) => each.slice(0, each.indexOf('_') + 1);
  const other = following([...imported.keys()], name).find(
    (each) =>
      typeof imported.get(each) === 'number' &&
      imported.get(each) !== imported.get(name) &&
      family(each) === family(name),
  );
  return other === undefined ? [] : [other];
}

/** All others, beginning after `name` and going around. */
function following(names: readonly string[], name: string): string[] {
  const at = names.indexOf(name);
  return [...names.slice(at + 1), ...names.slice(0, at)];
}

/** Not the name of a property, as `pc` in `{ pc: 1 }` or `frame.pc`. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.expression === node;
  }
  return (
    !(ts.isPropertyAssignment(parent) && parent.name === node) && !ts.isShorthandPropertyAssignment(parent)
  );
}

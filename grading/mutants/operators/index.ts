/**
 * The mutation operators by name. The set follows StrykerJS's list of mutators where it fits parts (arithmetic, equality,
 * logical, conditional, boolean, string, array, object, block, method, optional chaining, unary, update, assignment), and
 * adds what matters to a hypervisor: bits, unsigned numbers, constants of the architecture, and limits.
 */
import { arithmetic, bits, boolean, number, text, unsigned, update } from './calculations.js';
import { boundary, comparison, condition, logic, negation } from './conditions.js';
import type { Operator } from './operator.js';
import { answer, early, once, statement } from './steps.js';
import { argumentOrder, constant, entry, method, optional } from './tables.js';

export type { Change, Imported } from './operator.js';

export const operators: Readonly<Record<string, Operator>> = {
  condition,
  negation,
  boundary,
  comparison,
  logic,
  arithmetic,
  update,
  bits,
  unsigned,
  number,
  boolean,
  text,
  statement,
  once,
  early,
  answer,
  constant,
  arguments: argumentOrder,
  entry,
  method,
  optional,
};

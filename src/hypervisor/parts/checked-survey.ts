/** Checks what a survey of an unknown machine returns (exercise 09): lists of the shape that the socket says, each value read once. */
import type { HowItFails, Survey } from '../sockets/index.js';
import { PartError, fieldsOf, show } from './part-error.js';

const PART = 'survey';
/** More than there are accesses to CSRs and instructions. */
const MAX_ROWS = 10_000;
const kinds: readonly HowItFails[] = ['leaks', 'dropped', 'mode kept', 'no effect'];

/** @throws PartError when `value` is not a survey */
export function checkedSurvey(value: unknown): Survey {
  const { failures, legal } = fieldsOf(PART, value, 'an object { failures, legal }', ['failures', 'legal']);
  return {
    failures: rowsOf('failures', failures).map((row, index) => {
      const field = `failures[${index}]`;
      const { instruction, how } = fieldsOf(`${PART} in ${field}`, row, 'an object { instruction, how }', [
        'instruction',
        'how',
      ]);
      return { instruction: text(`${field}.instruction`, instruction), how: kind(`${field}.how`, how) };
    }),
    legal: rowsOf('legal', legal).map((row, index) => text(`legal[${index}]`, row)),
  };
}

function rowsOf(field: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) {
    throw new PartError(`${PART} returned ${field} = ${show(value)}; it must be an array`);
  }
  const { length } = value;
  if (length > MAX_ROWS) {
    throw new PartError(`${PART} returned ${length} ${field}, and there are not so many instructions`);
  }
  return Array.from({ length }, (_, index) => value[index] as unknown);
}

function text(field: string, value: unknown): string {
  if (typeof value !== 'string' || value.length > 40) {
    throw new PartError(
      `${PART} returned ${field} = ${show(value)}; it must be a name such as 'read sstatus' or 'sret'`,
    );
  }
  return value;
}

function kind(field: string, value: unknown): HowItFails {
  const found = kinds.find((each) => each === value);
  if (found === undefined) {
    throw new PartError(`${PART} returned ${field} = ${show(value)}; it must be '${kinds.join("', '")}'`);
  }
  return found;
}

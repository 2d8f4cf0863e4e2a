/**
 * Checks what the other parts return before the VMM uses it: the shape and the range of each number. Every property is read
 * once, because a getter could give another answer the second time. The allocator is checked in checked-allocator.ts.
 */
import { Mode } from '../../machine/index.js';
import { PartError, fieldsOf, flag, show, word } from './part-error.js';
import type { HypercallResult, Outcome, Translation } from '../sockets/index.js';

/** @throws PartError when `value` is not an outcome */
export function checkedOutcome(value: unknown): Outcome {
  const part = 'emulate';
  const { kind, pc, mode, cause, tval } = fieldsOf(part, value, 'an outcome', [
    'kind',
    'pc',
    'mode',
    'cause',
    'tval',
  ]);
  switch (kind) {
    case 'advance':
    case 'wait':
      return { kind };
    case 'jump':
      if (mode !== Mode.User && mode !== Mode.Supervisor) {
        throw new PartError(
          `${part} returned mode = ${show(mode)}; a guest is in mode 0 (user) or 1 (supervisor)`,
        );
      }
      return { kind, pc: word(part, 'pc', pc), mode };
    case 'inject':
      return { kind, cause: word(part, 'cause', cause), tval: word(part, 'tval', tval) };
    default:
      throw new PartError(
        `${part} returned kind = ${show(kind)}; an outcome's kind is 'advance', 'jump', 'inject' or 'wait'`,
      );
  }
}

/** `isTold` says which machine frames the part has learned of in this call. @throws PartError when `value` is not a translation */
export function checkedTranslation(value: unknown, isTold: (frame: number) => boolean): Translation {
  const part = 'shadow';
  const { kind, frame, read, write, execute, address } = fieldsOf(part, value, 'a translation', [
    'kind',
    'frame',
    'read',
    'write',
    'execute',
    'address',
  ]);
  switch (kind) {
    case 'page fault':
    case 'access fault':
      return { kind };
    case 'device':
      return { kind, address: word(part, 'address', address) };
    case 'map': {
      const number = word(part, 'frame', frame);
      if (!isTold(number)) {
        throw new PartError(
          `${part} mapped frame ${number}, which frameOf has not returned in this call; ask it each time`,
        );
      }
      return {
        kind,
        frame: number,
        read: flag(part, 'read', read),
        write: flag(part, 'write', write),
        execute: flag(part, 'execute', execute),
      };
    }
    default:
      throw new PartError(
        `${part} returned kind = ${show(kind)}; it must be 'map', 'page fault', 'access fault' or 'device'`,
      );
  }
}

/** @throws PartError when `value` is not the result of a hypercall */
export function checkedResult(value: unknown): HypercallResult {
  const part = 'the hypercall dispatcher';
  const fields = fieldsOf(part, value, 'an object { error, value }', ['error', 'value']);
  return { error: word(part, 'error', fields.error), value: word(part, 'value', fields.value) };
}

/**
 * Stands between the VMM and the direct-paging part: what the part is lent, over the machine's own memory, and the check of each
 * answer. The VMM and the checks of exercise 14 have the same.
 */
import { PAGE_BYTES, type Memory } from '../../machine/index.js';
import {
  PagingError,
  type DirectPaging,
  type DirectPagingPart,
  type FrameInfo,
  type FrameRights,
  type PageBase,
  type PageUpdate,
  type PagingFacade,
} from '../sockets/index.js';
import { bits, integer } from './numbers.js';
import { PartError, fieldsOf, flag, show } from './part-error.js';

const PART = 'the direct-paging part';
const INFO = `${PART}'s 'info'`;
const infoFields = ['type', 'uses', 'references', 'pinned'] as const;
const ENTRIES = PAGE_BYTES / 4;
const errors: readonly unknown[] = Object.values(PagingError);
const types = ['none', 'writable', 'l1', 'l2'] as const;

/** What the part may see of the machine, with every number checked that it passes. */
export function pagingFacade(
  memory: Pick<Memory, 'read32' | 'write32'>,
  rightsTo: (vm: number, frame: number) => FrameRights,
): PagingFacade {
  const addressOf = (frame: number, index: number) => {
    if (!Number.isInteger(index) || index < 0 || index >= ENTRIES) {
      throw new RangeError(`index must be an integer from 0 to ${ENTRIES - 1}, not ${show(index)}`);
    }
    return integer('frame', frame) * PAGE_BYTES + index * 4;
  };
  return Object.freeze({
    rightsTo: (vm: number, frame: number) => rightsTo(integer('vm', vm), integer('frame', frame)),
    readEntry: (frame: number, index: number) => memory.read32(addressOf(frame, index)),
    writeEntry: (frame: number, index: number, entry: number) =>
      memory.write32(addressOf(frame, index), bits('entry', entry)),
  });
}

/** Starts the part and wraps it. @throws PartError, from any operation, when the part breaks the rules of its socket */
export function checkedPaging(part: DirectPagingPart, machine: PagingFacade): DirectPaging {
  const made: unknown = part(machine);
  if (typeof made !== 'object' || made === null) {
    throw new PartError(`${PART} returned ${show(made)}; it must return an object with its operations`);
  }
  const operation = (name: keyof DirectPaging) => {
    const value: unknown = (made as Record<string, unknown>)[name];
    if (typeof value !== 'function') {
      throw new PartError(`${PART}'s '${name}' is ${show(value)}; it must be a function`);
    }
    return (...args: unknown[]): unknown => Reflect.apply(value, made, args) as unknown;
  };
  const [pin, unpin, update] = [operation('pin'), operation('unpin'), operation('update')];
  const [setBase, end, info] = [operation('setBase'), operation('end'), operation('info')];

  return Object.freeze({
    pin: (vm: number, frame: number, level: 1 | 2) => errorOf('pin', pin(vm, frame, level)),
    unpin: (vm: number, frame: number) => errorOf('unpin', unpin(vm, frame)),
    update(vm: number, updates: readonly PageUpdate[]) {
      // A copy: what the part keeps of it is nobody else's.
      const asked = Object.freeze(
        updates.map(({ frame, index, entry }) => Object.freeze({ frame, index, entry })),
      );
      return updateResult(update(vm, asked), asked.length);
    },
    setBase: (vm: number, base: PageBase, root: number | undefined) =>
      errorOf('setBase', setBase(vm, base, root)),
    end(vm: number) {
      end(vm);
    },
    info: (frame: number) => frameInfo(info(frame)),
  });
}

function errorOf(operation: string, value: unknown): number {
  if (errors.includes(value)) {
    return value as number;
  }
  throw new PartError(
    `${PART}'s '${operation}' answered ${show(value)}; it must answer one of PagingError: ${errors.join(', ')}`,
  );
}

function updateResult(value: unknown, asked: number): { error: number; done: number } {
  const fields = fieldsOf(`${PART}'s 'update'`, value, 'an object { error, done }', ['error', 'done']);
  const [error, done] = [errorOf('update', fields.error), count('update', 'done', fields.done)];
  if (error === PagingError.Success ? done !== asked : done >= asked) {
    throw new PartError(
      `${PART}'s 'update' answered { error: ${error}, done: ${done} } to ${asked} updates; ` +
        `without an error all are done, and with one the refused update is none of them`,
    );
  }
  return { error, done };
}

function frameInfo(value: unknown): FrameInfo {
  const { type, uses, references, pinned } = fieldsOf(INFO, value, 'a FrameInfo', infoFields);
  const known = types.find((one) => one === type);
  if (known === undefined) {
    throw new PartError(`${INFO} returned type = ${show(type)}; it must be ${types.join(', ')}`);
  }
  return {
    type: known,
    uses: count('info', 'uses', uses),
    references: count('info', 'references', references),
    pinned: flag(INFO, 'pinned', pinned),
  };
}

function count(operation: string, field: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) {
    return value;
  }
  throw new PartError(
    `${PART}'s '${operation}' returned ${field} = ${show(value)}; it must be an integer from 0 upwards`,
  );
}

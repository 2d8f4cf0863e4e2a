import { PartError, checkedOutcome, checkedResult, checkedTranslation } from '../index.js';

describe('an outcome', () => {
  test('of each kind is taken as it is', () => {
    expect(checkedOutcome({ kind: 'advance' })).toEqual({ kind: 'advance' });
    expect(checkedOutcome({ kind: 'wait' })).toEqual({ kind: 'wait' });
    expect(checkedOutcome({ kind: 'jump', pc: 4, mode: 0 })).toEqual({ kind: 'jump', pc: 4, mode: 0 });
    expect(checkedOutcome({ kind: 'inject', cause: 2, tval: 0 })).toEqual({
      kind: 'inject',
      cause: 2,
      tval: 0,
    });
  });

  test('may have signed numbers for the same 32 bits', () => {
    expect(checkedOutcome({ kind: 'inject', cause: 2, tval: -1 })).toMatchObject({ tval: 0xffff_ffff });
  });

  test.each([
    [undefined, 'emulate returned undefined; it must return an outcome'],
    [null, 'emulate returned null; it must return an outcome'],
    ['advance', 'emulate returned the string "advance"; it must return an outcome'],
    [() => undefined, 'emulate returned a function; it must return an outcome'],
    [{}, "emulate returned kind = undefined; an outcome's kind is"],
    [new Map(), 'emulate returned a Map; it must return an outcome'],
    [Promise.resolve(), 'emulate returned a promise (do not use async); it must return an outcome'],
    [[], 'emulate returned an array; it must return an outcome'],
    ['x'.repeat(50), `emulate returned the string "${'x'.repeat(40)}" …; it must`],
    [{ kind: [] }, 'emulate returned kind = an array'],
    [{ kind: {} }, "emulate returned kind = an object; an outcome's kind is"],
    [
      { kind: 'jump', pc: 4, mode: 3 },
      'emulate returned mode = 3; a guest is in mode 0 (user) or 1 (supervisor)',
    ],
    [{ kind: 'jump', pc: 0.5, mode: 1 }, 'emulate returned pc = 0.5; it must be a 32-bit integer'],
    [{ kind: 'jump', pc: 2 ** 32, mode: 1 }, 'emulate returned pc = 4294967296; it must be a 32-bit integer'],
    [{ kind: 'inject', cause: 2 }, 'emulate returned tval = undefined; it must be a 32-bit integer'],
    [{ kind: 'inject', cause: 2n, tval: 0 }, 'emulate returned cause = the bigint 2n; it must be'],
  ])('that is nonsense is refused in words: %p', (value, message) => {
    expect(() => checkedOutcome(value)).toThrow(PartError);
    expect(() => checkedOutcome(value)).toThrow(message);
  });

  test('is read once, so that it cannot change its mind', () => {
    let reads = 0;
    const sly = {
      kind: 'jump',
      pc: 0,
      get mode() {
        return reads++ === 0 ? 1 : 3;
      },
    };
    expect(checkedOutcome(sly)).toMatchObject({ mode: 1 });
    expect(reads).toBe(1);
  });
});

describe('a translation', () => {
  const map = { kind: 'map', frame: 7, read: true, write: false, execute: false };
  const owned = (frame: number) => frame === 7;

  test('of each kind is taken as it is', () => {
    for (const value of [
      map,
      { kind: 'page fault' },
      { kind: 'access fault' },
      { kind: 'device', address: 4 },
    ]) {
      expect(checkedTranslation(value, owned)).toEqual(value);
    }
  });

  test.each([
    [7, 'shadow returned 7; it must return a translation'],
    [{ ...map, frame: 8 }, 'shadow mapped frame 8, which frameOf has not returned in this call'],
    [{ ...map, write: 1 }, 'shadow returned write = 1; it must be true or false'],
    [
      { kind: 'device', address: 2 ** 34 },
      'shadow returned address = 17179869184; it must be a 32-bit integer',
    ],
    [{ kind: 'mapped' }, 'shadow returned kind = the string "mapped"; it must be'],
  ])('that is nonsense is refused in words: %p', (value, message) => {
    expect(() => checkedTranslation(value, owned)).toThrow(message);
  });
});

describe('the result of a hypercall', () => {
  test('is two 32-bit integers', () => {
    expect(checkedResult({ error: -3, value: 7 })).toEqual({ error: 0xffff_fffd, value: 7 });
  });

  test.each([
    [0, 'the hypercall dispatcher returned 0; it must return an object { error, value }'],
    [{ error: 0 }, 'the hypercall dispatcher returned value = undefined; it must be a 32-bit integer'],
    [{ error: NaN, value: 0 }, 'the hypercall dispatcher returned error = NaN; it must be a 32-bit integer'],
  ])('that is nonsense is refused in words: %p', (value, message) => {
    expect(() => checkedResult(value)).toThrow(message);
  });
});

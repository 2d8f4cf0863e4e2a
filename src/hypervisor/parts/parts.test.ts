import { assemble } from '../../assembler/index.js';
import { paraTicker, sleepy } from '../../guests/index.js';
import { strict } from '../../machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import {
  advance,
  PartError,
  runGuest,
  type EmulatePart,
  type HypercallPart,
  type Parts,
  type Run,
  type ShadowPart,
} from '../index.js';

function run(parts: Partial<Parts>, mode: 'full/trap-and-emulate' | 'para' = 'full/trap-and-emulate'): Run {
  const { image } = assemble(mode === 'para' ? paraTicker : sleepy);
  const options = { mode, image, profile: strict, memoryBytes: 65536, budget: 500 };
  return runGuest(options, { ...referenceParts, ...parts });
}

describe('a part that does not keep to its socket ends the run with words', () => {
  test('emulate returns nothing', () => {
    const emulate = (() => undefined) as unknown as EmulatePart;
    expect(() => run({ emulate })).toThrow(
      new PartError('emulate returned undefined; it must return an outcome'),
    );
  });

  test.each([
    ['a register that there is not', (vcpu) => vcpu.readRegister(32), 'there is no register 32'],
    [
      'a register that is no number',
      (vcpu) => vcpu.readRegister('a0' as unknown as number),
      'no register a0',
    ],
    [
      'a register and a text',
      (vcpu) => vcpu.writeRegister(5, 'x' as unknown as number),
      'takes an integer, not x',
    ],
    ['a CSR of machine mode', (vcpu) => vcpu.readCsr(0x300), 'the vCPU stores no CSR 0x300'],
    [
      'a counter that there is not',
      (vcpu) => vcpu.counter('cycles' as 'cycle'),
      "there is no counter 'cycles'",
    ],
  ] as [string, (vcpu: Parameters<EmulatePart>[0]) => unknown, string][])(
    'emulate asks for %s',
    (_what, ask, message) => {
      const emulate: EmulatePart = (vcpu) => {
        ask(vcpu);
        return advance();
      };
      expect(() => run({ emulate })).toThrow(message);
    },
  );

  test('emulate cannot change what it is lent', () => {
    const emulate: EmulatePart = (vcpu) => {
      expect(Object.isFrozen(vcpu)).toBe(true);
      vcpu.writeRegister(0, 7);
      expect(vcpu.readRegister(0)).toBe(0);
      return advance();
    };
    expect(run({ emulate }).registers[0]).toBe(0);
  });

  test('shadow maps a page without the right that is needed, again and again', () => {
    const shadow: ShadowPart = (access, mmu) => {
      const found = referenceParts.shadow(access, mmu);
      return found.kind === 'map' ? { ...found, execute: false } : found;
    };
    expect(() => run({ shadow })).toThrow(
      'shadow has mapped the page of 0x80000000 8 times, and the fetch still faults',
    );
  });

  test('shadow maps a frame that the VM was not given', () => {
    const shadow: ShadowPart = () => ({
      kind: 'map',
      frame: 0x8_0000,
      read: true,
      write: true,
      execute: true,
    });
    expect(() => run({ shadow })).toThrow(
      'shadow mapped frame 524288, which frameOf has not returned in this call',
    );
  });

  test('shadow finds code in a device: the guest gets its access fault', () => {
    const shadow: ShadowPart = () => ({ kind: 'device', address: 0x1000_0000 });
    expect(run({ shadow }).csrs.scause).toBe(1);
  });

  test('shadow finds data in a device that does not answer there: the guest gets its access fault', () => {
    const shadow: ShadowPart = (access, mmu) =>
      access.kind === 'fetch' ? referenceParts.shadow(access, mmu) : { kind: 'device', address: 0x2000_0000 };
    const { image } = assemble('la t0, trap\ncsrw stvec, t0\nli t0, 0x80001000\nlw t1, (t0)\ntrap: j .');
    const options = {
      mode: 'full/trap-and-emulate',
      image,
      profile: strict,
      memoryBytes: 65536,
      budget: 50,
    } as const;
    expect(runGuest(options, { ...referenceParts, shadow }).csrs).toMatchObject({
      scause: 5,
      stval: 0x8000_1000,
    });
  });

  test.each([
    ['memory that is not there', (vm) => vm.readBytes(0, 1), "not all in the VM's memory"],
    [
      'a callback that is no address',
      (vm) => vm.setCallback(0.5, 0),
      'entry must be a 32-bit integer, not 0.5',
    ],
    ['a timer beyond 64 bits', (vm) => vm.setTimer(0, 2 ** 32), 'high must be a 32-bit integer'],
    [
      'a return to machine mode',
      (vm) => vm.resume({ pc: 0, sp: 0, a0: 0, a6: 0, a7: 0, mode: 3, enabled: 0 }),
      'mode must be 0 or 1, not 3',
    ],
  ] as [string, (vm: Parameters<HypercallPart>[1]) => unknown, string][])(
    'the hypercall dispatcher asks for %s',
    (_what, ask, message) => {
      const hypercall: HypercallPart = (_call, vm) => {
        ask(vm);
        return { error: 0, value: 0 };
      };
      expect(() => run({ hypercall }, 'para')).toThrow(message);
    },
  );

  test('the hypercall dispatcher returns no result', () => {
    const hypercall = (() => true) as unknown as HypercallPart;
    expect(() => run({ hypercall }, 'para')).toThrow(PartError);
  });
});

import { assemble } from '../../assembler/index.js';
import { boot, register } from '../testing.js';

test('HTIF: a program prints odd and even characters through tohost, and ends the run there', () => {
  const machine = boot(
    assemble(`
      la s0, tohost
      li s1, 0x01010000
      li a0, 'E'
      jal put
      li a0, 'l'
      jal put
      li a0, 7
      sw a0, 0(s0)
      sw zero, 4(s0)
      1: j 1b
      put: lw t0, 0(s0)
      bnez t0, put
      sw a0, 0(s0)
      sw s1, 4(s0)
      ret
      .align 3
      tohost: .word 0, 0
    `),
  );
  expect(machine.run(1000)).toEqual({ kind: 'finished', code: 3 });
  expect(machine.consoleOutput()).toBe('El');
  expect(machine.steps).toBeLessThan(60);
});

test('HTIF: a program that stores only the lower half ends a few instructions later', () => {
  const machine = boot(
    assemble('la a1, tohost\n li a0, 1\n sw a0, 0(a1)\n 1: addi a2, a2, 1\n j 1b\n tohost: .word 0'),
  );
  expect(machine.run(1000)).toEqual({ kind: 'finished', code: 0 });
  expect(register(machine, 'a2')).toBeLessThan(10);
});

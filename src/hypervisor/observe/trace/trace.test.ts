import { Mode } from '../../../machine/index.js';
import { TraceRecorder } from './trace.js';
import { Vcpu } from '../../vm/vcpu.js';

test('a line tells time, mode and address before the step, and what the step changed', () => {
  const vcpu = new Vcpu();
  vcpu.pc = 0x8000_0010;
  vcpu.time = 41;
  const recorder = new TraceRecorder(vcpu);
  recorder.begin();
  vcpu.x[10] = 5;
  vcpu.writeCsr(0x100, 0x20);
  vcpu.pc = 0x8000_1000;
  vcpu.mode = Mode.User;
  vcpu.time = 42;
  recorder.end();
  recorder.begin();
  vcpu.pc += 4;
  recorder.end();
  expect(recorder.lines).toEqual([
    '41 S 80000010 a0=00000005 sstatus=00000020 -> U 80001000',
    '42 U 80001000',
  ]);
});

test('a trace that is too long ends with an error, not with a lack of memory', () => {
  const recorder = new TraceRecorder(new Vcpu());
  const fill = () => {
    for (let i = 0; i <= 100_000; i++) {
      recorder.end();
    }
  };
  expect(fill).toThrow('a trace holds at most 100000 steps');
});

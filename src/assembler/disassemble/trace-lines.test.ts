import { Machine, type TraceEvent } from '../../machine/index.js';
import { assemble, traceJson, traceLine } from '../index.js';

const step = { kind: 'step', step: 0, pc: 0x8000_0010, mode: 1, virtual: false } as const;

const within = { fromVirtual: false, toVirtual: false } as const;

test.each<[TraceEvent, string]>([
  [{ ...step, word: 0x00b5_0533 }, 'S 80000010:  00b50533  add a0,a0,a1'],
  [{ ...step, mode: 3, word: 0x1234_8082 }, 'M 80000010:  8082      ret'],
  [{ ...step, mode: 0, word: 0xffdf_f06f }, 'U 80000010:  ffdff06f  j 0x8000000c'],
  [
    { kind: 'trap', pc: 0x14, cause: 13, tval: 0x1000, from: 0, to: 1, ...within },
    'S ---------  trap at 00000014 from U to S: load page fault (cause 0xd), tval 0x00001000',
  ],
  [
    { kind: 'trap', pc: 0x14, cause: 0x8000_0005, tval: 0, from: 1, to: 3, ...within },
    'M ---------  trap at 00000014 from S to M: supervisor timer interrupt (cause 0x80000005), tval 0x00000000',
  ],
  [{ kind: 'csr', pc: 0, csr: 0x180, value: 0x8008_0001 }, '  ---------  satp is now 0x80080001'],
  [{ kind: 'mode', from: 3, to: 0, ...within }, 'U ---------  from M to U'],
  [{ ...step, virtual: true, word: 0x1050_0073 }, 'VS 80000010:  10500073  wfi'],
  [
    {
      kind: 'trap',
      pc: 0x14,
      cause: 22,
      tval: 0x1050_0073,
      from: 0,
      fromVirtual: true,
      to: 1,
      toVirtual: false,
    },
    'S ---------  trap at 00000014 from VU to S: virtual instruction (cause 0x16), tval 0x10500073',
  ],
  [{ kind: 'mode', from: 1, fromVirtual: false, to: 1, toVirtual: true }, 'VS ---------  from S to VS'],
  [
    {
      kind: 'walk',
      address: 0x4000,
      access: 'load',
      entries: [{ address: 0x8000_1000, value: 0x2000_0801 }],
      physical: 0x3_0000_4000,
    },
    '  ---------  load of 00004000 walks [80001000] 20000801 -> 300004000',
  ],
  [
    { kind: 'walk', address: 0x4000, access: 'fetch', entries: [], physical: undefined },
    '  ---------  fetch of 00004000 walks no translation',
  ],
])('the event %j is written for people', (event, line) => {
  expect(traceLine(event)).toBe(line);
});

test('each event of a run is one line of text and one line of JSON that says the same', () => {
  const events: TraceEvent[] = [];
  const machine = new Machine({ memoryBytes: 0x4000 });
  machine.trace = (event) => events.push(event);
  machine.load(assemble('la t0, 1f; csrw mtvec, t0; ecall; .option rvc; .align 2; 1: nop; wfi').image);
  machine.run(8);
  expect(events.map(traceLine).filter((line) => line.startsWith('M -'))).toEqual([
    'M ---------  trap at 8000000c from M to M: environment call from M-mode (cause 0xb), tval 0x00000000',
  ]);
  for (const event of events) {
    expect(traceLine(event)).not.toContain('\n');
    expect(JSON.parse(traceJson(event))).toEqual(event);
  }
});

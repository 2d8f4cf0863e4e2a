import { assemble } from '../../../assembler/index.js';
import * as guests from '../../../guests/index.js';
import { Machine, PTE_R, PTE_W, assisted, legacy, strict } from '../../../machine/index.js';
import { referenceParts as parts } from '../../../../solutions/reference-parts.js';
import {
  Vmm,
  compareRuns,
  recordTrace,
  resultOf,
  runGuest,
  type AssistPart,
  type GuestPageFault,
  type RunOptions,
} from '../../index.js';

const MEMORY = 256 * 1024;
const mode = 'full/hardware-assisted';
const imageOf = (source: string) => assemble(source).image;

function run(runMode: RunOptions['mode'], source: string, more: Partial<RunOptions> = {}) {
  const profile = runMode === 'bare' ? strict : assisted;
  const options = {
    image: imageOf(source),
    profile,
    memoryBytes: MEMORY,
    budget: 4000,
    trace: true,
    ...more,
  };
  return runGuest({ ...options, mode: runMode }, parts);
}

const expectSame = (source: string, more: Partial<RunOptions> = {}) => {
  const inVm = run(mode, source, more);
  expect(compareRuns(run('bare', source, more), inVm, assemble(source).listing)).toBeUndefined();
  return inVm;
};

/** A kernel that takes each trap, adds what it sees to s11, and goes on after the instruction; a fetch goes on at ra. */
const counting = (body: string) => `
    la t0, trap
    csrw stvec, t0
    ${body}
    mv a0, s11
    li a7, 8
    ecall
    .align 2
trap: csrr t5, scause
    slli s11, s11, 3
    add s11, s11, t5
    csrr t6, stval
    xor s11, s11, t6
    csrr t6, sepc
    addi t6, t6, 4
    li t4, 1
    bne t5, t4, 1f
    mv t6, ra
1:  csrw sepc, t6
    sret`;

describe('an unmodified guest', () => {
  test.each(['hello', 'ticker', 'sleepy', 'processes', 'addressSpaces', 'hostile'] as const)(
    '%s runs step by step as on the bare machine',
    (name) => {
      expectSame(guests[name]);
    },
  );

  test.each(['ticker', 'processes'] as const)('%s runs the same when nobody looks at its steps', (name) => {
    const [bare, inVm] = (['bare', mode] as const).map((runMode) =>
      run(runMode, guests[name], { trace: false }),
    );
    for (const key of [
      'stop',
      'console',
      'steps',
      'interrupts',
      'registers',
      'csrs',
      'memoryDigest',
    ] as const) {
      expect([key, inVm![key]]).toEqual([key, bare![key]]);
    }
  });

  test('takes its system calls, page faults and other exceptions without an exit', () => {
    const source = counting(`
      .rept 20
      ebreak
      .word 0
      csrr t1, mstatus
      lw t1, 2(sp)
      .endr`);
    const { exits } = expectSame(source);
    expect(Object.keys(exits).sort()).toEqual(['SBI call', 'guest-page fault']);
    const { exits: ofProcesses } = expectSame(guests.processes);
    expect(Object.keys(ofProcesses).sort()).toEqual([
      'SBI call',
      'device access',
      'guest-page fault',
      'virtual instruction',
    ]);
  });

  test('reads its own time without an exit, and its other counters with one', () => {
    const source = (counter: string) => `.rept 10\ncsrr a1, ${counter}\n.endr\nli a7, 8\necall`;
    expect(expectSame(source('time')).exits).toEqual({ 'SBI call': 1, 'guest-page fault': 1 });
    expect(expectSame(source('instret')).exits['virtual instruction']).toBe(10);
    const { registers, cycles } = run(mode, source('cycle'));
    expect(registers[11]).toBeGreaterThan(9 * 2000);
    expect(registers[11]).toBeLessThan(cycles);
  });

  test('reads all 64 bits of its own time, while other VMs run and after a long sleep', () => {
    const source = `
      li a0, 9
      li a1, 3                # the timer: at 3 * 2^32 + 9
      li a7, 0x54494d45
      li a6, 0
      ecall
      csrr s2, timeh
      csrr s3, time
      li t0, 32
      csrw sie, t0
      wfi
      csrr s4, timeh
      csrr s5, time
      li a7, 8
      ecall`;
    const vmm = new Vmm({ memoryBytes: 2 * MEMORY, parts, profile: assisted, sliceSteps: 3 });
    const [vm] = [source, 'j .'].map((each) =>
      vmm.createVm({ mode, image: imageOf(each), memoryBytes: MEMORY }),
    );
    vmm.run(100);
    const { registers, stop } = run('bare', source);
    expect(vm!.end).toEqual(stop);
    expect(resultOf(vm!).registers).toEqual(registers);
    expect(registers.slice(18, 22)).toEqual([0, expect.any(Number), 3, expect.any(Number)]);
  });

  test('finds counters closed to its processes where its kernel has closed them', () => {
    const user = (bits: number) =>
      counting(`
        csrwi scounteren, ${bits}
        la t0, process
        csrw sepc, t0
        la ra, end
        li t0, 0x100
        csrc sstatus, t0
        sret
        .option norvc
process: csrr a1, time
        csrr a2, instret
        wfi
        sret
        csrr a3, sstatus
        sfence.vma
        j process
end:`);
    expectSame(user(0), { budget: 300 });
    expectSame(user(2), { budget: 300 });
    expectSame(user(7), { budget: 300 });
  });

  test('has no hypervisor extension', () => {
    expectSame(
      counting(
        'csrr t1, hgatp\n csrr t1, hstatus\n csrw vsatp, t1\n hfence.gvma\n hfence.vvma\n hlv.w t1, (sp)\n mret',
      ),
    );
  });
});

describe('a virtual device', () => {
  const UART = 0x1000_0000;
  test('is reached by each load and store, compressed ones too', () => {
    const source = `
      li s0, ${UART}
      li s1, 'x'
      .option rvc
      sb s1, (s0)
      lbu a1, 5(s0)
      .option norvc
      sb s1, (s0)
      lb a2, 5(s0)
      lb zero, 5(s0)
      li s0, 0x0c000000
      li s1, 3
      .option rvc
      c.sw s1, 4(s0)
      c.lw a3, 4(s0)
      .option norvc
      sw s1, 8(s0)
      lw a4, 8(s0)
      li a7, 8
      ecall`;
    const { exits } = expectSame(source);
    expect(exits['device access']).toBe(9);
  });

  test.each(['trap', 'hardware'] as const)(
    'refuses what no device answers, as on the bare machine (misaligned accesses: %s)',
    (misaligned) => {
      const source = counting(`
        .option norvc
        li s0, ${UART}
        lw t1, (s0)
        sw t1, (s0)
        lh t1, 3(s0)
        sw t1, 1(s0)
        lw t1, -2(s0)
        lb t1, 8(s0)
        amoadd.w t1, t1, (s0)
        lr.w t1, (s0)
        li s0, 0x0c000000
        lw t1, 2(s0)
        lw t1, -3(s0)
        la ra, 1f
        li s0, ${UART}
        jr s0
1:      nop`);
      const vmm = new Vmm({ memoryBytes: MEMORY, parts, profile: assisted, misaligned });
      const vm = recordTrace(vmm.createVm({ mode, image: imageOf(source), memoryBytes: MEMORY }));
      vmm.run(500);
      const { stop, memoryDigest } = resultOf(vm);
      expect(stop.kind).toBe('finished');
      const other = new Vmm({ memoryBytes: MEMORY, parts, misaligned });
      const shadow = other.createVm({
        mode: 'full/trap-and-emulate',
        image: imageOf(source),
        memoryBytes: MEMORY,
      });
      recordTrace(shadow);
      other.run(500);
      expect(resultOf(vm).trace).toEqual(resultOf(shadow).trace);
      expect(memoryDigest).toBe(resultOf(shadow).memoryDigest);
    },
  );

  test('does not answer an access that has begun in memory, and its stval is the first byte of the device', () => {
    const source =
      counting(`
      .option norvc
      la t0, root
      li t1, 0x200000cf        # 0x8000_0000: memory as it is
      li t2, 0x800
      add t2, t2, t0
      sw t1, (t2)
      la t3, table
      srli t1, t3, 2
      ori t1, t1, 1
      sw t1, 0x400(t0)         # 0x4000_0000: a page of memory, and after it the interrupt controller
      la t1, page
      srli t1, t1, 2
      ori t1, t1, 0xcf
      sw t1, 0(t3)
      li t1, 0x0c000000 >> 2 | 0xc7
      sw t1, 4(t3)
      srli t0, t0, 12
      li t1, 0x80000000
      or t0, t0, t1
      csrw satp, t0
      sfence.vma
      li s0, 0x40001000
      li s1, 7
      sw s1, 4(s0)             # the priority of source 1
      lw s2, 4(s0)
      lw s3, -3(s0)
      lw s4, -1(s0)
      lh s5, -1(s0)
      sw s1, -2(s0)
      sh s1, -1(s0)
      lw s6, 4(s0)
      lw s7, -4(s0)`) + '\n.balign 4096\nroot: .zero 4096\ntable: .zero 4096\npage: .zero 4096';
    const machine = new Machine({ memoryBytes: MEMORY, firmware: 'sbi', misaligned: 'hardware' });
    machine.load(imageOf(source));
    machine.run(500);
    const vmm = new Vmm({ memoryBytes: MEMORY, parts, profile: assisted, misaligned: 'hardware' });
    const vm = vmm.createVm({ mode, image: imageOf(source), memoryBytes: MEMORY });
    vmm.run(500);
    expect(vm.end).toEqual(machine.run(1));
    expect([...vm.vcpu.x]).toEqual([...machine.hart.x]);
    expect(vm.vcpu.x[18]).toBe(7); // s2: aligned accesses are answered
  });
});

describe('a guest that attacks', () => {
  const table = (entries: string) => `
    la t0, root
    ${entries}
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma`;
  /** Puts an entry into the root, where it maps 4 MiB from 0x4000_0000 + 4 MiB * number on. */
  const entry = (number: number, value: number) =>
    `li t1, ${value >>> 0}\n li t2, ${4 * (0x100 + number)}\n add t2, t2, t0\n sw t1, (t2)`;
  const code = `li t1, 0x200000cf\n li t2, 0x800\n add t2, t2, t0\n sw t1, (t2)`; // 0x8000_0000, itself
  const leaf = (guestFrame: number) => (guestFrame * 1024 + 0xcf) >>> 0;
  const root = '.balign 4096\nroot: .zero 4096';

  test('reaches no frame but its own: not the VMM, not its neighbour, nothing above 4 GiB', () => {
    const frames = [0, 0x8_0400, 0x8_0800, 0xf_fc00, 0x10_0000, 0x18_0000, 0x28_0000, 0x3f_fc00];
    const source =
      counting(`
      ${table([code, ...frames.map((frame, number) => entry(number, leaf(frame)))].join('\n'))}
      ${frames
        .map(
          (_, number) =>
            `li s0, ${(0x4000_0000 + number * 0x40_0000) >>> 0}\n lw t1, (s0)\n sw t1, (s0)\n lr.w t1, (s0)\n amoor.w t1, t1, (s0)\n la ra, 1f\n jr s0\n1: nop`,
        )
        .join('\n')}
      j over\n.balign 4096\nover: nop`) + `\n${root}`;
    const inVm = expectSame(source);
    expect(inVm.exits['guest-page fault']).toBeGreaterThan(frames.length);
  });

  test('gets an access fault where its page tables lie in no memory, or in a device', () => {
    for (const pointer of [0x1_0000, 0x9_0000, 0x18_0000]) {
      const source =
        counting(`
        ${table(`${code}\n${entry(0, pointer * 1024 + 1)}`)}
        li s0, 0x40000000
        lw t1, (s0)
        sw t1, (s0)
        la ra, 1f
        jr s0
1:      csrw satp, zero
        sfence.vma
        li t1, ${0x8000_0000 + pointer}
        csrw satp, t1
        la ra, 2f
        sfence.vma
2:      nop`) + `\n${root}`;
      expectSame(source, { budget: 300 });
    }
  });

  test('changes nothing of its neighbour, whatever mode that runs in, and the hart is clean after it', () => {
    // The last one waits in VS-mode: TW of a VM before it must be gone.
    const sources = [guests.hostile, guests.ticker, guests.processes, guests.addressSpaces, guests.ticker];
    for (const sliceSteps of [1, 7, 1000]) {
      const vmm = new Vmm({ memoryBytes: 7 * MEMORY, parts, profile: assisted, sliceSteps });
      const vms = sources.map((source, index) => {
        const runMode = index === 1 ? 'full/trap-and-emulate' : mode;
        return recordTrace(vmm.createVm({ mode: runMode, image: imageOf(source), memoryBytes: MEMORY }));
      });
      const para = vmm.createVm({ mode: 'para', image: imageOf(guests.paraTicker), memoryBytes: MEMORY });
      vmm.run(3000);
      vms.forEach((vm, index) => {
        const bare = run('bare', sources[index]!, { budget: 3000 });
        expect(compareRuns(bare, resultOf(vm))).toBeUndefined();
      });
      expect(para.devices.consoleOutput()).toBe('.....');
      const used = vmm.vms.reduce((sum, { account }) => sum + account.cycles, 0);
      const { idle, overhead } = vmm.ledger.own;
      expect(used + idle + overhead).toBe(vmm.machine.cycles);
    }
  });
});

test('each VM has supervisor registers of its own, all of them', () => {
  const names = ['sscratch', 'sepc', 'scause', 'stval', 'stvec', 'scounteren', 'senvcfg', 'sie', 'sstatus'];
  const source = (value: number) => `
    ${names.map((name, index) => `li t0, ${(value * 0x0123_4567 + index) >>> 0}\ncsrw ${name}, t0`).join('\n')}
    li s0, 20
1:  ${names.map((name) => `slli s11, s11, 1\ncsrr t1, ${name}\nxor s11, s11, t1`).join('\n')}
    addi s0, s0, -1
    bnez s0, 1b
    li a7, 8
    ecall`;
  const sources = [source(1), source(2), source(0x77)];
  const vmm = new Vmm({ memoryBytes: 3 * MEMORY, parts, profile: assisted, sliceSteps: 5 });
  const vms = sources.map((each) =>
    recordTrace(vmm.createVm({ mode, image: imageOf(each), memoryBytes: MEMORY })),
  );
  vmm.run(2000);
  vms.forEach((vm, index) => {
    expect(compareRuns(run('bare', sources[index]!), resultOf(vm))).toBeUndefined();
  });
});

test('a VM with the number of one that is gone finds nothing of it', () => {
  const vmm = new Vmm({ memoryBytes: MEMORY, parts, profile: assisted });
  const store = `li t0, 0x80020000\n li t1, 7\n sw t1, (t0)\n lw a1, (t0)`;
  const first = vmm.createVm({ mode, image: imageOf(`${store}\n j .`), memoryBytes: MEMORY });
  vmm.run(20);
  vmm.destroyVm(first);
  const load = `li t0, 0x80020000\n lw a0, (t0)\n li a7, 8\n ecall`;
  const second = vmm.createVm({ mode, image: imageOf(load), memoryBytes: MEMORY });
  vmm.run(20);
  expect([first.id, second.id, second.end]).toEqual([0, 0, { kind: 'finished', code: 0 }]);
});

test('its firmware reads the mask of harts that a legacy call points to, through tables that are not mapped yet', () => {
  const source = `
    la a0, mask
    li a7, 4                # send_ipi: to hart 0
    ecall
    csrr a1, sip
    li a0, 0x7ffffffc
    ecall                   # no memory there: -1
    mv a2, a0
    li a7, 8
    ecall
    .balign 4096
    .zero 4096
mask: .word 1`;
  expectSame(source);
});

test('delegation of what cannot be delegated changes nothing', () => {
  const all = { ...parts.assist.controls(), hedeleg: -1, hideleg: -1 };
  const options = { image: imageOf(guests.processes), memoryBytes: MEMORY, budget: 3000, trace: true };
  const inVm = runGuest(
    { ...options, mode, profile: assisted },
    { ...parts, assist: { ...parts.assist, controls: () => all } },
  );
  const bare = runGuest({ ...options, mode: 'bare', profile: strict });
  expect(compareRuns(bare, inVm)).toBeUndefined();
});

test('the VMM gives up after twelve fills of one instruction that help nothing', () => {
  let calls = 0;
  const fill: AssistPart['fill'] = () => {
    calls += 1;
    return { kind: 'mapped' };
  };
  const assist = { ...parts.assist, fill };
  const vmm = new Vmm({ memoryBytes: MEMORY, profile: assisted, parts: { ...parts, assist } });
  vmm.createVm({ mode, image: imageOf('j .'), memoryBytes: MEMORY });
  expect(() => vmm.run(100)).toThrow(
    "assist.fill has answered 'mapped' 12 times for one instruction, and its fetch at guest-physical 0x80000000 still faults",
  );
  expect(calls).toBe(13);
});

test('the assist part is told that the hardware marks an entry of the guest, where the table forbids that', () => {
  const faults: GuestPageFault[] = [];
  const readOnlyFirst: AssistPart = {
    ...parts.assist,
    fill(fault, gStage) {
      const again = faults.some(({ address }) => address >>> 12 === fault.address >>> 12);
      faults.push(fault);
      const writeEntry = (at: number, entry: number) =>
        gStage.writeEntry(at, again || (entry & PTE_R) === 0 ? entry : entry & ~PTE_W);
      return parts.assist.fill(fault, { ...gStage, writeEntry });
    },
  };
  const source = `
    li t1, ${0x8000_0000 + 0x8_0010}
    csrw satp, t1
    li t1, 0x40000000
    lw a1, (t1)
    li a7, 8
    ecall`;
  const image = imageOf(source);
  const vmm = new Vmm({ memoryBytes: MEMORY, profile: assisted, parts: { ...parts, assist: readOnlyFirst } });
  const vm = vmm.createVm({ mode, image, memoryBytes: MEMORY });
  const entry = (number: number, value: number) => vm.memory.writeWord(0x8001_0000 + 4 * number, value);
  entry(0x200, 0x2000_00cf);
  entry(0x100, 0x2000_000f); // neither A nor D
  vmm.run(50);
  expect(vm.end).toEqual({ kind: 'finished', code: 0 });
  // The walk for the code has made it readable. Now the load makes the hardware set A.
  const ofEntry = faults.filter(({ address }) => address === 0x8001_0400);
  expect(ofEntry).toEqual([{ address: 0x8001_0400, kind: 'load', byWalk: true }]);
});

test('where accessed and dirty bits trap, they trap into the guest', () => {
  const vmm = new Vmm({ memoryBytes: MEMORY, parts, profile: assisted, accessedDirty: 'trap' });
  const source =
    counting(`
    la t0, root
    li t1, 0x2000004f       # A, but not D
    li t2, 0x800
    add t2, t2, t0
    sw t1, (t2)
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
    sw t1, -4(sp)
    li sp, 0x80020000
    sw t1, (sp)`) + '\n.balign 4096\nroot: .zero 4096';
  const vm = vmm.createVm({ mode, image: imageOf(source), memoryBytes: MEMORY });
  vmm.run(500);
  expect(vm.vcpu.csr('scause')).toBe(15);
  expect(vm.account.exits['page fault']).toBeUndefined();
});

test.each([
  ['strict', strict],
  ['legacy', legacy],
])('on the profile %s, one line says what is missing', (name, profile) => {
  const vmm = new Vmm({ memoryBytes: MEMORY, parts, profile });
  expect(() => vmm.createVm({ mode, image: imageOf('j .'), memoryBytes: MEMORY })).toThrow(
    `mode 'full/hardware-assisted' needs the hypervisor extension, which profile '${name}' lacks; choose profile 'assisted'`,
  );
});

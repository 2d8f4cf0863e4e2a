import { assemble } from '../../../src/assembler/index.js';
import {
  Csr,
  Machine,
  allHoles,
  assisted,
  legacy,
  legacyWith,
  strict,
  type Hole,
  type Profile,
} from '../../../src/machine/index.js';
import { subjectsOf } from './subjects.js';
import { survey, type SurveyRow } from './survey.js';
import { verdictOn } from './verdict.js';

const tables = { strict: survey(strict), legacy: survey(legacy), assisted: survey(assisted) };

const namesOf = (rows: readonly SurveyRow[]) => rows.map(({ name }) => name).sort();
const rowOf = (rows: readonly SurveyRow[], name: string) => rows.find((row) => row.name === name)!;
const withCondition = (rows: readonly SurveyRow[], condition: string) =>
  namesOf(rows.filter((row) => row.condition === condition));

/** By hand, from the design: what user mode may do on `legacy`, silently, and on `strict` may not. */
const documented = [
  ...['sstatus', 'sie', 'sip', 'stvec', 'satp', 'scause'].map((csr) => `read ${csr}`),
  ...['sstatus', 'sie'].map((csr) => `write ${csr}`),
  'sret',
  'sfence.vma',
  // Likewise for machine mode; it has no satp.
  ...['mstatus', 'mie', 'mip', 'mtvec', 'mcause'].map((csr) => `read ${csr}`),
  ...['mstatus', 'mie'].map((csr) => `write ${csr}`),
  'mret',
].sort();

const counters = ['cycle', 'cycleh', 'instret', 'instreth', 'time', 'timeh'].map((csr) => `read ${csr}`);

test('strict and legacy differ in exactly the documented set, and there in U-mode only', () => {
  const different = tables.strict.filter(
    (row, index) => JSON.stringify(row) !== JSON.stringify(tables.legacy[index]),
  );
  expect(namesOf(different)).toEqual(documented);
  for (const row of different) {
    const { condition, privileged, traps, ...others } = rowOf(tables.legacy, row.name);
    expect({ condition, privileged, user: traps.U }).toEqual({
      condition: 'broken',
      privileged: false,
      user: 'never',
    });
    const { condition: was, privileged: wasPrivileged, traps: trapped, ...same } = row;
    expect({ was, wasPrivileged, user: trapped.U }).toEqual({
      was: 'holds',
      wasPrivileged: true,
      user: 'always',
    });
    expect([others, traps.S, traps.M]).toEqual([same, trapped.S, trapped.M]);
  }
});

test('the condition is broken by the documented set on legacy, and by nothing on strict and assisted', () => {
  expect(withCondition(tables.legacy, 'broken')).toEqual(documented);
  expect(withCondition(tables.strict, 'broken')).toEqual([]);
  expect(withCondition(tables.assisted, 'broken')).toEqual([]);
  const virtualizable = Object.values(tables).map((rows) => verdictOn(rows).virtualizable);
  expect(virtualizable).toEqual([true, false, true]);
});

test('strict has the two holes that RISC-V allows: WFI and the counters', () => {
  expect(withCondition(tables.strict, 'switchable')).toEqual([...counters, 'wfi']);
  expect(rowOf(tables.strict, 'wfi').switches).toEqual(['mstatus.TW']);
  expect(rowOf(tables.strict, 'read time').switches).toEqual(['mcounteren', 'scounteren']);
});

test('assisted has HLV, HLVX and HSV besides, where hstatus.HU lets U-mode have them', () => {
  const access = ['b', 'bu', 'h', 'hu', 'w'].map((width) => `hlv.${width}`);
  const more = [...access, 'hlvx.hu', 'hlvx.wu', 'hsv.b', 'hsv.h', 'hsv.w'];
  expect(withCondition(tables.assisted, 'switchable')).toEqual([...more, ...counters, 'wfi'].sort());
  expect(rowOf(tables.assisted, 'hlv.w').switches).toEqual(['hstatus.HU']);
});

/** All instructions, and the CSRs that have names. */
const few = subjectsOf(strict).filter(
  ({ csr }) => csr === undefined || Object.values<number>(Csr).includes(csr),
);

// Exercise 09 stands on this.
describe('each hole of legacy is found when it alone is open:', () => {
  const broken = (profile: Profile) => withCondition(survey(profile, few), 'broken');
  const nameOf = (hole: Hole) => hole.replace('-', ' ');

  test.each(allHoles)('%s', (hole) => {
    expect(broken(legacyWith([hole]))).toEqual([nameOf(hole)]);
  });

  test('and any choice of them', () => {
    for (const modulus of [2, 3, 5]) {
      const open = allHoles.filter((_, index) => index % modulus === 1);
      expect(broken(legacyWith(open))).toEqual(open.map(nameOf).sort());
    }
    expect(broken(legacyWith([]))).toEqual([]);
  });
});

test('arithmetic, branches, loads, stores, atomics and fences are innocuous on every profile', () => {
  for (const rows of Object.values(tables)) {
    const innocuous = rows.filter(
      ({ csr, controlSensitive, behaviourSensitive }) =>
        csr === undefined && !controlSensitive && !behaviourSensitive,
    );
    const sensitive = rows.filter((row) => row.csr === undefined && !innocuous.includes(row));
    const h = rows === tables.assisted ? sensitive.filter(({ name }) => name.startsWith('h')) : [];
    expect(namesOf(sensitive)).toEqual([...namesOf(h), 'mret', 'sfence.vma', 'sret', 'wfi'].sort());
    expect(h.length).toBe(rows === tables.assisted ? 12 : 0);
    for (const { name, traps } of innocuous) {
      const call = ['ecall', 'ebreak', 'c.ebreak'].includes(name);
      expect(`${name} ${[...new Set(Object.values(traps))].join()}`).toBe(
        `${name} ${call ? 'always' : 'never'}`,
      );
    }
  }
});

test('control and behaviour are told apart', () => {
  const kinds = (name: string) => {
    const { controlSensitive, behaviourSensitive } = rowOf(tables.strict, name);
    return { control: controlSensitive, behaviour: behaviourSensitive };
  };
  expect(kinds('sret')).toEqual({ control: true, behaviour: true }); // changes the mode, and shows sepc
  expect(kinds('sfence.vma')).toEqual({ control: true, behaviour: false });
  expect(kinds('wfi')).toEqual({ control: true, behaviour: false });
  expect(kinds('write satp')).toEqual({ control: true, behaviour: false });
  expect(kinds('read satp')).toEqual({ control: false, behaviour: true });
  expect(kinds('read misa')).toEqual({ control: false, behaviour: false }); // it never changes
});

const READ_ONLY = 3; // bits 11:10 of such a CSR's number

test.each([strict, assisted])(
  'on $name every CSR that can hold two values is seen by reading and changed by writing it',
  (profile) => {
    const rows = tables[profile.name];
    const { csr } = new Machine({ memoryBytes: 4096, profile, pmpEntries: 16 }).hart;
    const canHoldTwo = (number: number) => {
      const values = [0, 0x5555_5555].map((value) => {
        csr.write(number, value);
        return csr.read(number);
      });
      return values[0] !== values[1];
    };
    const writable = rows.filter(
      ({ kind, csr: number }) =>
        kind === 'read' && csr.has(number!) && number! >> 10 !== READ_ONLY && canHoldTwo(number!),
    );
    expect(writable.length).toBeGreaterThan(40);
    for (const { name, csr: number, behaviourSensitive } of writable) {
      const write = rows.find(({ kind, csr: other }) => kind === 'write' && other === number)!;
      expect({ name, behaviourSensitive, controlSensitive: write.controlSensitive }).toEqual({
        name,
        behaviourSensitive: true,
        controlSensitive: true,
      });
    }
  },
);

test('the other CSR instructions trap where the two do that were tried', () => {
  const forms = {
    read: ['csrrc a2, CSR, x0', 'csrrsi a2, CSR, 0', 'csrrci a2, CSR, 0'],
    write: ['csrrwi x0, CSR, 11', 'csrs CSR, a1', 'csrc CSR, a1', 'csrsi CSR, 11', 'csrci CSR, 11'],
  };
  const summary = ({ name, traps, privileged }: SurveyRow) => ({ name, traps, privileged });
  for (const kind of ['read', 'write'] as const) {
    const subjects = few.filter((subject) => subject.kind === kind);
    const expected = survey(legacy, subjects).map(summary);
    for (const form of forms[kind]) {
      const source = subjects.map(({ csr }) => form.replace('CSR', String(csr))).join('\n');
      const { listing } = assemble(source);
      const others = subjects.map((subject, index) => ({ ...subject, word: listing[index]!.word }));
      expect([form, survey(legacy, others).map(summary)]).toEqual([form, expected]);
    }
  }
});

test('a guest in VS-mode reaches only what it shares with the host, and what a switch can deny it', () => {
  const guests = (condition: string) =>
    namesOf(tables.assisted.filter(({ guest }) => guest!.condition === condition));
  expect(guests('broken')).toEqual(['read scounteren', 'read senvcfg', 'write scounteren', 'write senvcfg']);
  expect(guests('switchable')).toEqual([...counters, 'wfi']);
  expect(rowOf(tables.assisted, 'wfi').guest!.switches).toEqual(['mstatus.TW', 'hstatus.VTW']);
  expect(rowOf(tables.assisted, 'read time').guest!.switches).toEqual(['mcounteren', 'hcounteren']);
});

/** Random page tables of a few VMs, their changes, and accesses of which most meet an entry. The same for the same seed. */
import {
  PAGE_BYTES,
  PTE_A,
  PTE_D,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  SATP_MODE_SV32,
} from '../../../src/machine/index.js';
import { xorshift } from '../../suite/xorshift.js';
import { pageOf } from './model-mmu.js';
import { EXAMPLE_VM, type AccessStep, type Situation, type VmSpec, type WriteStep } from './situation.js';

const ACCESSES = 60;
/** Pages that hold tables, roots first; the others are data. */
const [ROOTS, TABLES] = [2, 6];
const AD = PTE_A | PTE_D;

export function randomTables(seed: number): Situation {
  const random = xorshift(seed);
  const pick = <T>(items: readonly T[]): T => items[random() % items.length] as T;
  const specs: readonly VmSpec[] = [
    EXAMPLE_VM,
    { base: 0x8001_0000, pages: 16 }, // begins in the middle of a superpage
    { base: 0, pages: 32, holes: [9, 20] },
    { base: 0x1_0000_0000, pages: 24 },
    { base: 0x3_fffe_0000, pages: 32 }, // up to the last guest-physical address
  ];
  const vms = Array.from({ length: 1 + (random() % 2) }, () => pick(specs));
  // Few indices of each level, the first and the last among them, so that most accesses meet an entry.
  const uppers = [0, 1, 0x200, 0x3ff, 0x2a5].map((index) => (random() % 8 === 0 ? random() % 1024 : index));
  const lowers = [0, 1, 0x10, 0x3ff, random() % 1024];

  const guestFrame = ({ base, pages }: VmSpec) => base / PAGE_BYTES + (random() % pages);
  const flags = () =>
    PTE_V |
    pick([
      PTE_R,
      PTE_R | PTE_X,
      PTE_X,
      PTE_R | PTE_W,
      PTE_R | PTE_W | PTE_X,
      pick([0, PTE_W, PTE_W | PTE_X]),
    ]) |
    (random() % 2 ? PTE_U : 0) |
    pick([AD, AD, PTE_A, 0, PTE_D]) |
    (random() % 4 === 0 ? (random() % 16) << 5 : 0);
  const number = (spec: VmSpec) =>
    pick([
      guestFrame(spec),
      guestFrame(spec),
      guestFrame(spec),
      Math.floor(spec.base / 2 ** 22) * 1024, // a superpage's
      pick([0x1_0000, 0x100]), // devices
      pick([
        guestFrame(spec) + 0x10_0000,
        random(),
        spec.base / PAGE_BYTES + spec.pages,
        0x8_0018 + (random() % 96),
      ]),
    ]) & 0x3f_ffff;
  const entry = (spec: VmSpec, level: number) => {
    const pointer = level === 1 && random() % 4 !== 0;
    const table = spec.base / PAGE_BYTES + ROOTS + (random() % (TABLES - ROOTS));
    const value = pointer
      ? (pick([table, table, table, number(spec)]) << PTE_PPN_SHIFT) |
        PTE_V |
        (random() % 8 === 0 ? pick([PTE_A, PTE_D, PTE_U, 0x20, 0x100]) : 0)
      : (number(spec) << PTE_PPN_SHIFT) | flags();
    return (random() % 12 === 0 ? value & ~PTE_V : value) >>> 0;
  };
  const inMemory = (spec: VmSpec, page: number) => pageOf(spec, spec.base / PAGE_BYTES + page) !== undefined;
  const addressOf = (spec: VmSpec, page: number, index: number) => spec.base + page * PAGE_BYTES + index * 4;
  const entries = (spec: VmSpec, page: number) =>
    (page < ROOTS ? uppers : lowers).map(
      (index) => [addressOf(spec, page, index), entry(spec, page < ROOTS ? 1 : 0)] as const,
    );

  const fill = (vm: number): WriteStep => {
    const spec = vms[vm]!;
    const pages = Array.from({ length: TABLES }, (_, page) => page).filter((page) => inMemory(spec, page));
    return { vm, write: Object.fromEntries(pages.flatMap((page) => entries(spec, page))) };
  };
  const update = (vm: number): WriteStep => {
    const spec = vms[vm]!;
    return { vm, write: Object.fromEntries([pick(entries(spec, random() % TABLES))]) };
  };
  const access = (vm: number): AccessStep => {
    const { base } = vms[vm]!;
    const root = base / PAGE_BYTES + (random() % ROOTS);
    const satp = pick([
      ...new Array<number>(12).fill(SATP_MODE_SV32 + root),
      SATP_MODE_SV32 + 0x7fc0_0000 + root,
      root,
      SATP_MODE_SV32 + ((root + 0x10_0000) & 0x3f_ffff),
    ]);
    return {
      vm,
      address: (pick(uppers) * 2 ** 22 + pick(lowers) * PAGE_BYTES + (random() % PAGE_BYTES)) >>> 0,
      kind: pick(['fetch', 'load', 'store']),
      mode: random() % 2,
      satp: satp >>> 0,
      sum: random() % 2 === 0,
      mxr: random() % 3 === 0,
    };
  };

  const steps: (AccessStep | WriteStep)[] = vms.map((_, vm) => fill(vm));
  for (let i = 0; i < ACCESSES; i++) {
    const vm = random() % vms.length;
    if (random() % 4 === 0) {
      steps.push(update(vm));
    }
    steps.push(access(vm));
  }
  return { vms, steps };
}

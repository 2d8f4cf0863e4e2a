/** The benchmark's programs are what their sources say, and run here. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadElf, Machine } from '../../../src/machine/index.js';

const PROGRAMS = ['coremark-like', 'coremark-like-paged', 'memory-copy', 'system-calls', 'address-spaces'];
const CHECKSUM = 0x8000_0ff8;

const compilerInstalled = spawnSync('riscv64-unknown-elf-gcc', ['--version']).status === 0;

let built: { folder: string; status: number | null; stderr: string } | undefined;

beforeAll(() => {
  if (compilerInstalled) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    const { status, stderr } = spawnSync(join(__dirname, 'build-programs.sh'), [folder], {
      encoding: 'utf8',
    });
    built = { folder, status, stderr };
  }
});

afterAll(() => {
  if (built !== undefined) {
    rmSync(built.folder, { recursive: true });
  }
});

// Another version of the compiler may make other bytes: CI installs Debian's.
(compilerInstalled ? test : test.skip).each(PROGRAMS)(
  '%s.elf is what the compiler makes of its source, byte for byte',
  (name) => {
    const { folder, status, stderr } = built!;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(join(folder, `${name}.elf`)).equals(elf(name))).toBe(true);
  },
);

test('the paged program does the same work, and pays for its page table in steps alone', () => {
  const [plain, paged] = ['coremark-like', 'coremark-like-paged'].map((name) => {
    const machine = new Machine({ memoryBytes: 8 * 1024 * 1024 });
    machine.load(loadElf(elf(name)));
    expect(machine.run(1e9)).toEqual({ kind: 'finished', code: 0 });
    return machine;
  });
  expect(paged!.memory.read32(CHECKSUM)).toBe(plain!.memory.read32(CHECKSUM));
  expect(paged!.steps - plain!.steps).toBeLessThan(20_000);
  expect(paged!.hart.readCsr(0x180) >>> 31).toBe(1);
});

function elf(name: string): Buffer {
  return readFileSync(join(__dirname, `${name}.elf`));
}

import { spawnSync } from 'node:child_process';
import { assemble } from '../../assembler/index.js';
import { describeBoard, interruptingDevice } from './device-tree.js';
import { ImageError } from '../program/image.js';
import { Machine } from '../machine.js';
import { assisted, strict } from '../isa/profiles.js';

const board = { memoryBytes: 0x800_0000, harts: 2, hypervisor: false };
const hasCompiler = spawnSync('dtc', ['--version']).status === 0;
const compilerTest = hasCompiler ? test : test.skip;

/** The source text that the real device tree compiler makes from a blob. */
function decompile(blob: Uint8Array) {
  const { stdout, stderr } = spawnSync('dtc', ['-I', 'dtb', '-O', 'dts'], { input: blob, encoding: 'utf8' });
  return { source: stdout, complaints: stderr };
}

compilerTest('the device tree compiler reads the tree without a complaint', () => {
  const { source, complaints } = decompile(describeBoard(board));
  expect(complaints).toBe('');
  expect(source).toContain('model = "riscv-virtio,qemu";');
  expect(source).toMatch(
    /memory@80000000 \{\s+device_type = "memory";\s+reg = <0x00 0x80000000 0x00 0x8000000>;/,
  );
  expect(source).toContain('timebase-frequency = <0x989680>;');
  expect(source.match(/riscv,isa = "rv32imac_zicsr_zifencei";/g)).toHaveLength(2);
  expect(source).toContain('stdout-path = "/soc/serial@10000000";');
  expect(source).toContain('reg = <0x00 0x10000000 0x00 0x100>;');
  const handle = (hart: number) =>
    new RegExp(`cpu@${hart} \\{\\s+phandle = (<.*>);`).exec(source)?.[1] ?? 'no handle';
  expect(source.replace(/\s+/g, ' ')).toContain(
    `cpu-map { cluster0 { core0 { cpu = ${handle(0)}; }; core1 { cpu = ${handle(1)}; }; }; };`,
  );
  expect(source).toContain('interrupts-extended = <0x03 0x0b 0x03 0x09 0x04 0x0b 0x04 0x09>;');
});

compilerTest('more devices can be added to the bus, with their line to the PLIC', () => {
  const disk = interruptingDevice('virtio_mmio', 0x1000_1000, 0x1000, 1, 'virtio,mmio');
  const { source, complaints } = decompile(describeBoard({ ...board, devices: [disk] }));
  expect(complaints).toBe('');
  expect(source).toMatch(
    /virtio_mmio@10001000 \{\s+reg = <0x00 0x10001000 0x00 0x1000>;\s+compatible = "virtio,mmio";/,
  );
});

test('the header says how long the blob is, and where its blocks are', () => {
  const blob = describeBoard(board);
  const header = new DataView(blob.buffer);
  const [magic, total, structure, strings] = [0, 4, 8, 12].map((offset) => header.getUint32(offset));
  expect([magic, total]).toEqual([0xd00d_feed, blob.length]);
  expect(header.getUint32(structure!)).toBe(1); // the root begins
  expect(header.getUint32(strings! - 4)).toBe(9); // the structure's end
});

test('each hart starts with its number in a0 and the address of the tree in a1', () => {
  const machine = new Machine({ memoryBytes: 0x1_0000, harts: 2, deviceTree: true });
  machine.load(assemble('nop').image);
  for (const [id, { x }] of machine.harts.entries()) {
    expect(x[10]).toBe(id);
    const at = (x[11]! >>> 0) - machine.memory.base;
    expect([...machine.memory.bytes.subarray(at, at + 4)]).toEqual([0xd0, 0x0d, 0xfe, 0xed]);
  }
});

test.each([
  [0x80_0000, 0x1000, 0x8060_0000], // 2 MiB below the top, as on QEMU
  [0x80_0000, 0x60_0000, 0x8060_0000],
  [0x80_0000, 0x60_0001, 0x807f_f000], // the program reaches into the place 2 MiB below the top
  [0x10_0000, 0x1000, 0x8000_0000 + 0x10_0000 - 0x1000], // memory is too small for that
])('with %i bytes of memory and %i of program, the tree is at %i', (memoryBytes, size, address) => {
  const machine = new Machine({ memoryBytes, deviceTree: true });
  const bytes = Uint8Array.of(1);
  machine.load({
    entry: 0x8000_0000,
    segments: [{ address: 0x8000_0000, bytes, memoryBytes: size }],
    symbols: {},
  });
  expect(machine.hart.x[11]! >>> 0).toBe(address);
  expect(machine.memory.read32(address)).toBe(0xedfe_0dd0);
});

test.each([
  [strict, 'rv32imac_zicsr_zifencei'],
  [assisted, 'rv32imach_zicsr_zifencei'],
])('the device tree names the extensions of the profile: $name', (profile, isa) => {
  const machine = new Machine({ memoryBytes: 0x1_0000, deviceTree: true, profile });
  machine.load(assemble('nop').image);
  expect(Buffer.from(machine.memory.bytes).includes(`${isa}\0`)).toBe(true);
});

test('a program that leaves no room for the device tree is refused', () => {
  const machine = new Machine({ memoryBytes: 0x1000, deviceTree: true });
  expect(() => machine.load(assemble('nop').image)).toThrow(ImageError);
});

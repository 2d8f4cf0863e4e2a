/**
 * Runs a batch on QEMU. Its RAM is a file, so that the program is there before it starts and the dump after it ended.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RAM_BASE, type Image } from '../../../../src/machine/index.js';
import { CONTROL, type Features, MEMORY_BYTES } from '../case/index.js';

const QEMU = 'qemu-system-riscv32';

/** Its version, e.g. `7.2.22`; undefined where it is not installed. */
export function qemuVersion(): string | undefined {
  const { status, stdout } = spawnSync(QEMU, ['--version'], { encoding: 'utf8' });
  return status === 0 ? /version ([\d.]+)/.exec(stdout)?.[1] : undefined;
}

/** The list of QEMU's differences in compare/README.md is that of this version. */
export function isKnownQemu(version: string | undefined): boolean {
  return version === '7.2' || version?.startsWith('7.2.') === true;
}

export interface QemuRun {
  /** Did the batch end by itself? */
  readonly finished: boolean;
  /** How many cases were begun. */
  readonly begun: number;
  /** RAM from `address` on, after the run. */
  readonly read: (address: number, bytes: number) => Uint8Array;
}

/** Runs `image`, which ends through the finisher, for at most `seconds`. `use` may read memory afterwards. */
export function withQemu<T>(image: Image, features: Features, seconds: number, use: (run: QemuRun) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'hyperlab-fuzz-'));
  const path = join(folder, 'ram');
  try {
    const file = openSync(path, 'w+');
    try {
      ftruncateSync(file, MEMORY_BYTES);
      for (const { address, bytes } of image.segments) {
        writeSync(file, bytes, 0, bytes.length, address - RAM_BASE);
      }
      const { status, error, stderr } = spawnSync(QEMU, [...qemuArguments(features), ...memoryFile(path)], {
        timeout: seconds * 1000,
        killSignal: 'SIGKILL',
        encoding: 'utf8',
      });
      if (error !== undefined && (error as NodeJS.ErrnoException).code !== 'ETIMEDOUT') {
        throw error;
      }
      if (status !== 0 && status !== null) {
        throw new Error(`${QEMU} ended with status ${status}: ${stderr.trim()}`);
      }
      const read = (address: number, length: number) => {
        const bytes = new Uint8Array(length);
        readSync(file, bytes, 0, length, address - RAM_BASE);
        return bytes;
      };
      const begun = new DataView(read(CONTROL, 12).buffer).getUint32(4, true);
      return use({ finished: status === 0, begun, read });
    } finally {
      closeSync(file);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function memoryFile(path: string): string[] {
  const object = `memory-backend-file,id=ram,size=${MEMORY_BYTES},mem-path=${path},share=on`;
  return ['-object', object, '-machine', 'virt,memory-backend=ram', '-m', `${MEMORY_BYTES >> 20}M`];
}

/** Everything off that this machine does not have; one instruction a translation block, so that interrupts come at once. */
function qemuArguments({ compressed, hypervisor, pmp }: Features): string[] {
  const off = [
    'f',
    'd',
    'v',
    'zba',
    'zbb',
    'zbc',
    'zbs',
    'sstc',
    'svinval',
    'svnapot',
    'svpbmt',
    'Zihintpause',
  ];
  const on = (flag: boolean) => (flag ? 'on' : 'off');
  const cpu = [
    'rv32',
    ...off.map((name) => `${name}=off`),
    `c=${on(compressed)}`,
    `h=${on(hypervisor)}`,
    `pmp=${on(pmp)}`,
  ].join(',');
  return [
    '-cpu',
    cpu,
    '-singlestep',
    '-bios',
    'none',
    '-display',
    'none',
    '-serial',
    'none',
    '-monitor',
    'none',
  ];
}

/** Runs the teaching kernel on QEMU's `virt` board and types commands at its console, to compare that with ours. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KERNEL_FILES } from '../../../src/guests/index.js';
import { labRoot } from '../../lab-root.js';
import { kernelDisk } from './kernel-files.js';
import { qemuFirmware } from './qemu-firmware.js';

const QEMU = 'qemu-system-riscv32';
const FIRST_WORDS = 'kernel: '; // what comes before is the firmware's
const PROMPT = '$ ';
const PATIENCE_MS = 120_000; // a backstop: a busy machine is no reason to fail

export type QemuFirmware = 'opensbi' | 'ours';

/** Which firmware QEMU can be given: its own OpenSBI for RV32, which Debian leaves out, or ours. Undefined: QEMU is not installed. */
export function qemuFirmwareHere(): QemuFirmware | undefined {
  const options = [
    '-M',
    'virt',
    '-bios',
    'default',
    '-display',
    'none',
    '-serial',
    'null',
    '-monitor',
    'stdio',
  ];
  const { status, error } = spawnSync(QEMU, options, { input: 'quit\n', timeout: 30_000 });
  return error !== undefined ? undefined : status === 0 ? 'opensbi' : 'ours';
}

export interface QemuRun {
  /** From the kernel's first words on, with carriage returns taken out. */
  readonly console: string;
  readonly status: number | null;
}

/** Each command is typed when the shell asks for it. The last one is to turn the machine off. */
export async function runOnQemu(
  commands: readonly string[],
  firmware: QemuFirmware,
  virtio: 'legacy' | 'modern' = 'legacy',
): Promise<QemuRun> {
  const folder = mkdtempSync(join(tmpdir(), 'qemu-'));
  try {
    writeFileSync(join(folder, 'disk.img'), kernelDisk());
    writeFileSync(join(folder, 'firmware.bin'), qemuFirmware());
    const child = spawn(QEMU, [
      ...['-M', 'virt', '-m', '16M', '-nographic', '-monitor', 'none', '-serial', 'stdio'],
      ...['-bios', firmware === 'opensbi' ? 'default' : join(folder, 'firmware.bin')],
      ...['-kernel', join(labRoot(), KERNEL_FILES.elf)],
      ...['-global', `virtio-mmio.force-legacy=${virtio === 'legacy'}`],
      ...['-drive', `file=${join(folder, 'disk.img')},format=raw,if=none,id=disk,cache=unsafe`],
      ...['-device', 'virtio-blk-device,drive=disk'],
    ]);
    return await converse(child, commands);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function converse(child: ChildProcess, commands: readonly string[]): Promise<QemuRun> {
  let printed = '';
  let looked = 0; // up to here no prompt is left to be answered
  let next = 0;
  child.stdout!.on('data', (bytes: Buffer) => {
    printed += bytes.toString('latin1').replaceAll('\r', '');
    if (printed.endsWith(PROMPT) && printed.length > looked && next < commands.length) {
      looked = printed.length;
      child.stdin!.write(`${commands[next]}\n`);
      next += 1;
    }
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ console: printed.slice(Math.max(0, printed.indexOf(FIRST_WORDS))), status });
    });
  });
}

/**
 * The device tree of this machine. A kernel for QEMU's `virt` board reads in it which devices there are, and where.
 * Devicetree specification 0.3, chapters 3 and 4, and the RISC-V, PLIC and CLINT bindings as that board uses them.
 */
import { IRQ_M_EXTERNAL, IRQ_M_SOFTWARE, IRQ_M_TIMER, IRQ_S_EXTERNAL } from '../isa/index.js';
import { FINISHER_PASS, FINISHER_RESET } from './finisher.js';
import { flatten, type PropertyValue, type TreeNode } from './flattened-tree.js';
import { map } from '../memory/index.js';
import { PLIC_SOURCES } from './plic.js';

/** What the tree says about this machine. */
export interface BoardDescription {
  readonly memoryBytes: number;
  readonly harts: number;
  /** Whether the harts have the hypervisor extension. */
  readonly hypervisor: boolean;
  /** More nodes for the bus, such as virtio transports. */
  readonly devices?: readonly TreeNode[];
}

/** Ticks of mtime in a second, the same number as on QEMU. Kernels need one, though this machine has no real seconds. */
const TIMEBASE = 10_000_000;
const UART_CLOCK = 3_686_400;

const PLIC = 1; // these are phandles: one node refers to another by its phandle
const FINISHER = 2;
const FIRST_INTERRUPTS = 3; // the interrupt controller of hart 0; those of the other harts follow

/** The size that the binding of the 16550 gives a serial port, although it has only eight registers. */
const UART_WINDOW = 0x100;

/** The device tree as the bytes that a kernel receives. */
export function describeBoard(board: BoardDescription): Uint8Array {
  return flatten({
    name: '',
    properties: {
      '#address-cells': [2],
      '#size-cells': [2],
      compatible: 'riscv-virtio',
      model: 'riscv-virtio,qemu',
    },
    children: [
      { name: 'chosen', properties: { 'stdout-path': `/soc/${at('serial', map.UART_BASE)}` } },
      {
        name: at('memory', map.RAM_BASE),
        properties: { device_type: 'memory', reg: [0, map.RAM_BASE, 0, board.memoryBytes] },
      },
      cpus(board),
      ends('poweroff', FINISHER_PASS),
      ends('reboot', FINISHER_RESET),
      soc(board),
    ],
  });
}

function cpus({ harts, hypervisor }: BoardDescription): TreeNode {
  const isa = `rv32imac${hypervisor ? 'h' : ''}_zicsr_zifencei`;
  return {
    name: 'cpus',
    properties: { '#address-cells': [1], '#size-cells': [0], 'timebase-frequency': [TIMEBASE] },
    children: [...Array.from({ length: harts }, (_, hart) => cpu(hart, harts, isa)), topology(harts)],
  };
}

function cpu(hart: number, harts: number, isa: string): TreeNode {
  return {
    name: at('cpu', hart),
    properties: {
      phandle: [hartHandle(hart, harts)],
      device_type: 'cpu',
      reg: [hart],
      status: 'okay',
      compatible: 'riscv',
      'riscv,isa': isa,
      'mmu-type': 'riscv,sv32',
    },
    children: [
      {
        name: 'interrupt-controller',
        properties: {
          '#address-cells': [0],
          '#interrupt-cells': [1],
          'interrupt-controller': true,
          compatible: 'riscv,cpu-intc',
          phandle: [FIRST_INTERRUPTS + hart],
        },
      },
    ],
  };
}

/** The harts are the cores of one cluster. */
function topology(harts: number): TreeNode {
  const cores = Array.from({ length: harts }, (_, hart) => ({
    name: `core${hart}`,
    properties: { cpu: [hartHandle(hart, harts)] },
  }));
  return {
    name: 'cpu-map',
    properties: {},
    children: [{ name: 'cluster0', properties: {}, children: cores }],
  };
}

function hartHandle(hart: number, harts: number): number {
  return FIRST_INTERRUPTS + harts + hart;
}

/** A node that tells which value to write to the finisher to end the run. */
function ends(name: string, value: number): TreeNode {
  return {
    name,
    properties: { compatible: `syscon-${name}`, regmap: [FINISHER], offset: [0], value: [value] },
  };
}

function soc({ harts, devices = [] }: BoardDescription): TreeNode {
  return {
    name: 'soc',
    properties: { '#address-cells': [2], '#size-cells': [2], compatible: 'simple-bus', ranges: true },
    children: [
      device('test', map.FINISHER_BASE, map.FINISHER_BYTES, {
        compatible: ['sifive,test1', 'sifive,test0', 'syscon'],
        phandle: [FINISHER],
      }),
      device('clint', map.CLINT_BASE, map.CLINT_BYTES, {
        compatible: ['sifive,clint0', 'riscv,clint0'],
        'interrupts-extended': lines(harts, IRQ_M_SOFTWARE, IRQ_M_TIMER),
      }),
      device('plic', map.PLIC_BASE, map.PLIC_BYTES, {
        compatible: ['sifive,plic-1.0.0', 'riscv,plic0'],
        '#interrupt-cells': [1],
        '#address-cells': [0],
        'interrupt-controller': true,
        'interrupts-extended': lines(harts, IRQ_M_EXTERNAL, IRQ_S_EXTERNAL),
        'riscv,ndev': [PLIC_SOURCES],
        phandle: [PLIC],
      }),
      device('serial', map.UART_BASE, UART_WINDOW, {
        compatible: 'ns16550a',
        interrupts: [map.UART_IRQ],
        'interrupt-parent': [PLIC],
        'clock-frequency': [UART_CLOCK],
      }),
      interruptingDevice('rtc', map.RTC_BASE, map.RTC_BYTES, map.RTC_IRQ, 'google,goldfish-rtc'),
      ...devices,
    ],
  };
}

/** A node for a device on the bus, with the place of its registers. */
function device(
  name: string,
  base: number,
  bytes: number,
  properties: Readonly<Record<string, PropertyValue>>,
): TreeNode {
  return { name: at(name, base), properties: { reg: [0, base, 0, bytes], ...properties } };
}

/** A node for a device whose interrupt line is source `interrupt` of the PLIC. */
export function interruptingDevice(
  name: string,
  base: number,
  bytes: number,
  interrupt: number,
  compatible: string,
): TreeNode {
  return device(name, base, bytes, { compatible, interrupts: [interrupt], 'interrupt-parent': [PLIC] });
}

/** Two interrupt lines to each hart. A line is a pair: the hart's interrupt controller, and the number of the interrupt. */
function lines(harts: number, first: number, second: number): number[] {
  return Array.from({ length: harts }, (_, hart) => [
    FIRST_INTERRUPTS + hart,
    first,
    FIRST_INTERRUPTS + hart,
    second,
  ]).flat();
}

function at(name: string, address: number): string {
  return `${name}@${address.toString(16)}`;
}

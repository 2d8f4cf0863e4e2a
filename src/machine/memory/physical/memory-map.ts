/**
 * The physical address map. The addresses are those of QEMU's `virt` board, so a program that is linked for that board
 * finds the same devices here.
 */
export const FINISHER_BASE = 0x0010_0000; // ends the run: pass, fail or reset
export const FINISHER_BYTES = 0x1000;

export const RTC_BASE = 0x0010_1000; // goldfish real-time clock
export const RTC_BYTES = 0x1000;
export const RTC_IRQ = 11; // its interrupt source number at the PLIC

export const CLINT_BASE = 0x0200_0000; // software interrupt, timer compare, time
export const CLINT_BYTES = 0x1_0000;

export const PLIC_BASE = 0x0c00_0000; // routes the interrupts of devices to harts
export const PLIC_BYTES = 0x60_0000;

export const UART_BASE = 0x1000_0000; // 16550, eight byte-wide registers
export const UART_BYTES = 0x8;
export const UART_IRQ = 10; // its interrupt source number at the PLIC

export const VIRTIO_BASE = 0x1000_1000; // the first of the virtio transports
export const VIRTIO_BYTES = 0x200;
export const VIRTIO_STRIDE = 0x1000; // from one transport to the next
export const VIRTIO_SLOTS = 8;
export const VIRTIO_IRQ = 1; // source number of the first transport at the PLIC; the others follow

export const RAM_BASE = 0x8000_0000; // RAM starts here; its size is an option of the machine

export const PAGE_BYTES = 0x1000;

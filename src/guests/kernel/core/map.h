// The address map, physical and virtual. Kernel and processes share a page table: what a process may not touch has no U bit.
//
//   virtual                        physical
//   0x0000_1000 program, heap      any page
//   0x7fff_0000 stack              any page
//   0x8040_0000 kernel, all RAM    the same address, so a pointer to RAM is its physical address
//   0xec00_0000 devices            0x0c00_0000 and on
#define PAGE 4096

#define RAM_START 0x80000000u
#define KERNEL_START 0x80400000u // where OpenSBI enters an RV32 kernel; what is before belongs to the firmware

#define PROGRAM_START 0x00001000u // page 0 is never mapped, so a null pointer faults
#define STACK_END 0x80000000u     // the first address after a program's stack
#define STACK_START (STACK_END - STACK_BYTES)

#define DEVICE(physical) ((physical) + 0xe0000000u)
#define PLIC_PHYSICAL 0x0c000000u // interrupt controller
#define PLIC_BYTES 0x00204000u
#define UART_PHYSICAL 0x10000000u // serial port, and after it eight virtio transports, a page each
#define UART_AND_VIRTIO_BYTES 0x00009000u

#define PLIC DEVICE(PLIC_PHYSICAL)
#define UART DEVICE(UART_PHYSICAL)
#define UART_IRQ 10
#define VIRTIO(slot) (UART + PAGE * (1 + (slot)))
#define VIRTIO_SLOTS 8
#define VIRTIO_IRQ(slot) (1 + (slot))

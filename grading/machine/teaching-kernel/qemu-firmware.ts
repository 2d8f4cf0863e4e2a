/**
 * A firmware for QEMU that offers just what the teaching kernel calls: timer and system reset of the SBI. Debian's QEMU has no
 * OpenSBI for RV32; where there is one, the tests use that instead.
 */
import { assemble } from '../../../src/assembler/index.js';
import { RAM_BASE } from '../../../src/machine/index.js';

// QEMU enters with the hart in a0, the device tree in a1, and in a2 a structure whose third word is the kernel's entry.
const source = String.raw`
_start:
        li      t0, -1                          # all memory for all modes
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        li      t0, 0xb1ff                      # every exception but calls from S-mode
        csrw    medeleg, t0
        li      t0, 0x222                       # every interrupt of S-mode
        csrw    mideleg, t0
        li      t0, 7
        csrw    mcounteren, t0
        la      t0, trap
        csrw    mtvec, t0
        la      t0, saved
        csrw    mscratch, t0
        lw      t0, 8(a2)
        csrw    mepc, t0
        li      t0, 0x1800
        csrc    mstatus, t0
        li      t0, 0x0800                      # MPP: S-mode
        csrs    mstatus, t0
        li      t0, -1
        li      t1, 0x02004000                  # mtimecmp: never
        sw      t0, 4(t1)
        csrw    satp, zero
        mret

        .align  2
trap:   csrrw   t6, mscratch, t6
        sw      t0, 0(t6)
        sw      t1, 4(t6)
        csrr    t0, mcause
        bltz    t0, timer
        li      t1, 0x54494d45
        beq     a7, t1, set_timer
        li      t1, 0x53525354
        beq     a7, t1, reset
        li      a0, -2                          # not supported
        j       next
set_timer:
        li      t0, 0x02004000
        li      t1, -1
        sw      t1, 4(t0)                       # not due between the two halves
        sw      a0, 0(t0)
        sw      a1, 4(t0)
        li      t0, 0x20
        csrc    mip, t0
        li      t0, 0x80
        csrs    mie, t0
        li      a0, 0
next:   csrr    t0, mepc
        addi    t0, t0, 4
        csrw    mepc, t0
        li      a1, 0
back:   lw      t0, 0(t6)
        lw      t1, 4(t6)
        csrrw   t6, mscratch, t6
        mret
timer:  li      t0, 0x80                        # pass it on to S-mode
        csrc    mie, t0
        li      t0, 0x20
        csrs    mip, t0
        j       back
reset:  li      t0, 0x100000                    # the finisher
        li      t1, 0x5555
        beqz    a1, 1f
        li      t1, 0x13333                     # failed, with status 1
1:      sw      t1, (t0)
        j       .
        .align  2
saved:  .word   0, 0
`;

/** A flat binary, for `-bios`. */
export function qemuFirmware(): Uint8Array {
  return assemble(source, { origin: RAM_BASE }).image.segments[0]!.bytes;
}

/** A guest that cannot continue: its page table lies where there is no memory, so every fetch faults, also in its trap handler. */
export const runaway = String.raw`
_start:
        la      t0, trap
        csrw    stvec, t0
        li      t0, 0x803fffff          # paging on, with a root at the end of a 34-bit address space
        csrw    satp, t0
        sfence.vma
trap:   j       .
`;

// Page tables of Sv32 (privileged specification 1.12, section 4.3). A virtual address:
//
//   | 31 index in the root 22 | 21 index in the table 12 | 11 offset 0 |
#include "../core/kernel.h"

extern char text_end[], rodata_end[]; // kernel.ld

pte_t *kernel_root;

void pte_set(pte_t *place, pte_t entry) {
  *place = entry;
}

void tlb_forget(uint32_t address) {
  asm volatile("sfence.vma %0, zero" : : "r"(address) : "memory");
}

void tlb_forget_all(void) {
  asm volatile("sfence.vma zero, zero" : : : "memory");
}

void space_switch(pte_t *root) {
  csr_write(satp, SATP_SV32 | (uint32_t)root >> 12);
  asm volatile("sfence.vma zero, %0" : : "r"(0) : "memory"); // all of address space 0, so all but the kernel's (G)
}

pte_t *pte_find(pte_t *root, uint32_t address, int make) {
  pte_t *place = &root[address >> 22];
  if (!(*place & PTE_V)) {
    uint32_t table = make ? page_alloc() : 0;
    if (table == 0) {
      return 0;
    }
    pte_set(place, pte_make(table, PTE_V));
    tlb_forget(address);
    return (pte_t *)table + (address >> 12) % TABLE_ENTRIES;
  }
  return (pte_t *)pte_page(*place) + (address >> 12) % TABLE_ENTRIES;
}

// Calls `visit` for each entry in use from `start` to before `end`, until one returns 0: then it returns 0 too.
int pte_each(pte_t *root, uint32_t start, uint32_t end, int (*visit)(pte_t *, uint32_t, void *), void *argument) {
  while (start < end) {
    uint32_t next = (start | 0x3fffff) + 1; // where the next table begins
    uint32_t last = next < end ? next : end;
    pte_t *entry = pte_find(root, start, 0);
    for (; entry && start < last; entry++, start += PAGE) {
      if ((*entry & PTE_V) && !visit(entry, start, argument)) {
        return 0;
      }
    }
    start = next;
  }
  return 1;
}

// A root for a process: empty below, the kernel's entries above.
pte_t *root_new(void) {
  pte_t *root = (pte_t *)page_alloc();
  for (int i = USER_TABLES; root && i < TABLE_ENTRIES; i++) {
    if (kernel_root[i] & PTE_V) {
      pte_set(&root[i], kernel_root[i]);
    }
  }
  return root;
}

void root_free(pte_t *root) {
  for (int i = 0; i < USER_TABLES; i++) {
    if (root[i] & PTE_V) {
      page_drop(pte_page(root[i]));
    }
  }
  page_drop((uint32_t)root);
}

static void map(uint32_t address, uint32_t physical, uint32_t end, uint32_t flags) {
  for (; physical < end; physical += PAGE, address += PAGE) {
    pte_set(pte_find(kernel_root, address, 1), pte_make(physical, flags | PTE_V | PTE_R | PTE_A | PTE_D | PTE_G));
  }
}

// The kernel's half, the same in all roots: its text and constants cannot be written.
void paging_init(uint32_t memory_end) {
  uint32_t text = (uint32_t)text_end, rodata = (uint32_t)rodata_end;
  kernel_root = (pte_t *)page_alloc();
  map(KERNEL_START, KERNEL_START, text, PTE_X);
  map(text, text, rodata, 0);
  map(rodata, rodata, memory_end, PTE_W);
  map(PLIC, PLIC_PHYSICAL, PLIC_PHYSICAL + PLIC_BYTES, PTE_W);
  map(UART, UART_PHYSICAL, UART_PHYSICAL + UART_AND_VIRTIO_BYTES, PTE_W);
  space_switch(kernel_root);
}

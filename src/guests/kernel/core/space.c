// The address space of a process. Two promises are kept late: a page of the heap or of the stack comes when it is touched, and
// fork copies a page when parent or child writes to it (copy-on-write). space_page() keeps both, for programs that fault
// and for system calls that follow a program's pointer: so the kernel itself never faults.
#include "kernel.h"

int space_new(struct space *space) {
  space->heap = space->brk = 0;
  space->root = root_new();
  return space->root != 0;
}

// Visits the pages that are there: of program and heap, and of the stack.
static int each_page(struct space *space, int (*visit)(pte_t *, uint32_t, void *), void *argument) {
  return pte_each(space->root, PROGRAM_START, space->brk, visit, argument) &&
         pte_each(space->root, STACK_START, STACK_END, visit, argument);
}

static int drop_page(pte_t *entry, uint32_t address, void *unused) {
  uint32_t page = pte_page(*entry);
  pte_set(entry, 0);
  page_drop(page);
  return 1;
}

void space_free(struct space *space) {
  if (space->root != 0) {
    each_page(space, drop_page, 0);
    root_free(space->root);
    space->root = 0;
  }
}

static int share_page(pte_t *entry, uint32_t address, void *other_root) {
  pte_t *copy = pte_find(other_root, address, 1);
  pte_t shared = *entry & PTE_W ? (*entry & ~PTE_W) | PTE_COPY : *entry;
  if (copy == 0) {
    return 0;
  }
  page_share(pte_page(shared));
  if (shared != *entry) {
    pte_set(entry, shared);
  }
  pte_set(copy, shared);
  return 1;
}

// Fork: both get all pages. What was writable becomes read-only, and is marked as to be copied.
int space_copy(struct space *to, struct space *from) {
  if (!space_new(to)) {
    return 0;
  }
  to->heap = from->heap;
  to->brk = from->brk;
  int done = each_page(from, share_page, to->root);
  tlb_forget_all(); // the caller's entries that have become read-only
  if (!done) {
    space_free(to);
  }
  return done;
}

static pte_t user_entry(uint32_t page, uint32_t flags) {
  return pte_make(page, flags | PTE_V | PTE_U | PTE_A | PTE_D); // A and D are set at once: not all harts set them
}

uint32_t space_add(struct space *space, uint32_t address, uint32_t flags) {
  uint32_t page = page_alloc();
  pte_t *entry = page ? pte_find(space->root, address, 1) : 0;
  if (entry == 0) {
    if (page) {
      page_drop(page);
    }
    return 0;
  }
  pte_set(entry, user_entry(page, flags));
  tlb_forget(address);
  return page;
}

int space_grow(struct space *space, int bytes) {
  uint32_t brk = space->brk + bytes;
  if (bytes < 0 ? brk < space->heap || brk > space->brk : brk > STACK_START - PAGE || brk < space->brk) {
    return 0;
  }
  if (bytes < 0) {
    pte_each(space->root, (brk + PAGE - 1) / PAGE * PAGE, space->brk, drop_page, 0);
    tlb_forget_all();
  }
  space->brk = brk;
  return 1;
}

// The page for the caller alone; 0: no memory for it.
static uint32_t copy_page(pte_t *entry, uint32_t address) {
  uint32_t old = pte_page(*entry), page = old;
  if (page_users(old) > 1) {
    page = page_alloc_dirty();
    if (page == 0) {
      return 0;
    }
    memcpy((void *)page, (void *)old, PAGE);
  } // else the others have gone: it is ours
  pte_set(entry, pte_make(page, (*entry & PTE_FLAGS & ~PTE_COPY) | PTE_W));
  tlb_forget(address);
  if (page != old) {
    page_drop(old);
  }
  return page;
}

uint32_t space_page(struct space *space, uint32_t address, uint32_t access) {
  if (address >= STACK_END) {
    return 0;
  }
  pte_t *entry = pte_find(space->root, address, 0);
  if (entry == 0 || !(*entry & PTE_V)) {
    int lazy = (address >= space->heap && address < space->brk) || address >= STACK_START;
    return lazy && access != PTE_X ? space_add(space, address, PTE_R | PTE_W) : 0;
  }
  if (access == PTE_W && (*entry & PTE_COPY)) {
    return copy_page(entry, address);
  }
  return (*entry & access) ? pte_page(*entry) : 0;
}

int page_fault(uint32_t address, uint32_t access) {
  return space_page(&current->space, address, access) != 0;
}

// Copies between kernel and program, page by page. 0 where the program has no such memory.
static int copy(struct space *space, uint32_t address, uint8_t *kernel, uint32_t count, uint32_t access) {
  while (count > 0) {
    uint32_t page = space_page(space, address, access);
    uint32_t offset = address % PAGE;
    uint32_t bytes = count < PAGE - offset ? count : PAGE - offset;
    if (page == 0) {
      return 0;
    }
    memcpy(access == PTE_W ? (uint8_t *)page + offset : kernel, access == PTE_W ? kernel : (uint8_t *)page + offset, bytes);
    address += bytes;
    kernel += bytes;
    count -= bytes;
  }
  return 1;
}

int copy_out(struct space *space, uint32_t to, const void *from, uint32_t count) {
  return copy(space, to, (uint8_t *)from, count, PTE_W);
}

int copy_in(struct space *space, void *to, uint32_t from, uint32_t count) {
  return copy(space, from, to, count, PTE_R);
}

// A string with its zero; 0 where it is longer than `room`.
int copy_in_string(struct space *space, char *to, uint32_t from, uint32_t room) {
  for (; room > 0; room--, from++) {
    if (!copy_in(space, to, from, 1)) {
      return 0;
    }
    if (*to++ == 0) {
      return 1;
    }
  }
  return 0;
}

// Makes a process another program: reads an ELF file into a new address space, and leaves the old one as it is until nothing can
// fail any more. The file may be anything: each number of it is checked.
#include "kernel.h"

struct elf_header {
  uint32_t magic;
  uint8_t ident[12];
  uint16_t type, machine;
  uint32_t version, entry, segments, sections, flags;
  uint16_t size, segment_size, segment_count, section_size, section_count, names;
};

struct elf_segment {
  uint32_t type, offset, address, physical, file_bytes, memory_bytes, flags, align;
};

#define ELF_MAGIC 0x464c457f
#define ELF_RISCV 243
#define ELF_LOAD 1
#define SEGMENTS 8
#define PROGRAM_BYTES (4 << 20)

static uint32_t flags_of(const struct elf_segment *segment) { // 1 X, 2 W, 4 R
  return PTE_R | (segment->flags & 1 ? PTE_X : 0) | (segment->flags & 2 ? PTE_W : 0);
}

// Fills the pages through the kernel's own addresses: they may be read-only for the program.
static int load_pages(struct space *space, struct inode *inode, const struct elf_segment *segment) {
  for (uint32_t at = 0; at < segment->memory_bytes; at += PAGE) {
    uint32_t page = space_add(space, segment->address + at, flags_of(segment));
    if (page == 0) {
      return 0;
    }
    if (at < segment->file_bytes) {
      uint32_t bytes = segment->file_bytes - at < PAGE ? segment->file_bytes - at : PAGE;
      if (inode_read(inode, 0, page, segment->offset + at, bytes) != (int)bytes) {
        return 0;
      }
    }
  }
  return 1;
}

// Segments must come in order and not share a page. The heap begins after the last.
static int load(struct space *space, struct inode *inode, uint32_t *entry) {
  struct elf_header elf;
  if (inode_read(inode, 0, (uint32_t)&elf, 0, sizeof(elf)) != sizeof(elf) || elf.magic != ELF_MAGIC ||
      elf.machine != ELF_RISCV || elf.segment_size != sizeof(struct elf_segment) || elf.segment_count > SEGMENTS) {
    return 0;
  }
  uint32_t end = PROGRAM_START;
  for (int i = 0; i < elf.segment_count; i++) {
    struct elf_segment segment;
    uint32_t at = elf.segments + i * sizeof(segment);
    if (inode_read(inode, 0, (uint32_t)&segment, at, sizeof(segment)) != sizeof(segment)) {
      return 0;
    }
    if (segment.type != ELF_LOAD || segment.memory_bytes == 0) {
      continue;
    }
    if (segment.address % PAGE != 0 || segment.address < end || segment.address > PROGRAM_BYTES ||
        segment.memory_bytes > PROGRAM_BYTES || segment.file_bytes > segment.memory_bytes) {
      return 0;
    }
    end = (segment.address + segment.memory_bytes + PAGE - 1) / PAGE * PAGE;
    space->heap = space->brk = end; // before the pages come, so that they go with the space if not all of them can
    if (!load_pages(space, inode, &segment)) {
      return 0;
    }
  }
  *entry = elf.entry;
  return 1;
}

// The strings lie at the end of the stack, the list of pointers to them below. Returns its address, which is the sp too.
static uint32_t push_arguments(struct space *space, int count, char (*arguments)[PATH_BYTES]) {
  uint32_t list[ARGUMENTS + 1] = {0};
  uint32_t sp = STACK_END;
  for (int i = 0; i < count; i++) {
    sp -= strlen(arguments[i]) + 1;
    list[i] = sp;
    if (!copy_out(space, sp, arguments[i], strlen(arguments[i]) + 1)) {
      return 0;
    }
  }
  sp = (sp - sizeof(list)) & ~15u;
  return copy_out(space, sp, list, sizeof(list)) ? sp : 0;
}

// Returns what the program gets in a0: the number of its arguments. -1: the caller stays what it was.
int exec(const char *path, int count, char (*arguments)[PATH_BYTES]) {
  struct space space, old;
  uint32_t entry = 0, sp = 0;
  if (!space_new(&space)) {
    return -1;
  }
  fs_begin();
  struct inode *inode = path_find(path);
  if (inode) {
    if (inode->disk.type == T_FILE && load(&space, inode, &entry)) {
      sp = push_arguments(&space, count, arguments);
    }
    inode_drop(inode);
  }
  fs_end();
  if (sp == 0) {
    space_free(&space);
    return -1;
  }
  old = current->space;
  current->space = space;
  space_switch(space.root);
  space_free(&old);
  struct frame *frame = frame_at(current->stack + PAGE);
  frame_start(frame, entry, sp);
  frame->a[1] = sp;
  frame->a[0] = count;
  strcopy(current->name, count > 0 ? arguments[0] : path, sizeof(current->name));
  return count;
}

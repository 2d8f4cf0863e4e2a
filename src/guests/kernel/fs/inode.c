// Inodes: files, and everything else that has a number on the disk. Directory entries name them; a file ends when no entry names
// it and nobody has it open.
#include "../core/kernel.h"

static struct superblock super;
static struct inode inodes[INODES];

static struct disk_inode *on_disk(uint32_t number, uint8_t **block) {
  *block = block_read(super.inodes_start + number / INODES_PER_BLOCK);
  return (struct disk_inode *)*block + number % INODES_PER_BLOCK;
}

// Reads the superblock, and frees what was open but had no name any more when the power went.
void inodes_init(void) {
  uint32_t page = page_alloc();
  block_transfer(0, (void *)page, 0);
  super = *(struct superblock *)page;
  page_drop(page);
  if (super.magic != DISK_MAGIC) {
    panic("the disk has no file system: its magic is %x", super.magic);
  }
  for (uint32_t number = ROOT_INODE; number < super.inodes; number++) {
    uint8_t *block;
    fs_begin();
    struct disk_inode *disk = on_disk(number, &block);
    if (disk->type != T_FREE && disk->links == 0) {
      inode_drop(inode_get(number));
    }
    fs_end();
  }
}

// Blocks. 0: the disk is full.
static uint32_t block_new(void) {
  uint8_t *bitmap = block_read(super.bitmap_start);
  for (uint32_t number = super.data_start; number < super.blocks; number++) {
    if (!(bitmap[number / 8] & 1 << number % 8)) {
      bitmap[number / 8] |= 1 << number % 8;
      block_changed(bitmap);
      block_fresh(number);
      return number;
    }
  }
  return 0;
}

static void block_free(uint32_t number) {
  uint8_t *bitmap = block_read(super.bitmap_start);
  if (!(bitmap[number / 8] & 1 << number % 8)) {
    panic("block %u is free already", number);
  }
  bitmap[number / 8] &= ~(1 << number % 8);
  block_changed(bitmap);
}

// The inode in memory; there is at most one of each. 0: too many are in use.
struct inode *inode_get(uint32_t number) {
  struct inode *free = 0;
  for (struct inode *inode = inodes; inode < inodes + INODES; inode++) {
    if (inode->users > 0 && inode->number == number) {
      return inode_share(inode);
    }
    if (inode->users == 0) {
      free = inode;
    }
  }
  if (free) {
    uint8_t *block;
    free->number = number;
    free->users = 1;
    free->disk = *on_disk(number, &block);
  }
  return free;
}

struct inode *inode_share(struct inode *inode) {
  inode->users++;
  return inode;
}

void inode_save(struct inode *inode) {
  uint8_t *block;
  *on_disk(inode->number, &block) = inode->disk;
  block_changed(block);
}

// A new one, which one directory entry is going to name. 0: there are no more.
struct inode *inode_new(int type) {
  for (uint32_t number = ROOT_INODE; number < super.inodes; number++) {
    uint8_t *block;
    if (on_disk(number, &block)->type == T_FREE) {
      struct inode *inode = inode_get(number);
      if (inode) {
        memset(&inode->disk, 0, sizeof(inode->disk));
        inode->disk.type = type;
        inode->disk.links = 1;
        inode_save(inode);
      }
      return inode;
    }
  }
  return 0;
}

void inode_drop(struct inode *inode) {
  if (inode->users == 1 && inode->disk.links == 0) {
    inode_truncate(inode);
    inode->disk.type = T_FREE;
    inode_save(inode);
  }
  inode->users--;
}

void inode_truncate(struct inode *inode) {
  if (inode->disk.block[DIRECT]) {
    uint32_t *list = (uint32_t *)block_read(inode->disk.block[DIRECT]);
    for (int i = 0; i < INDIRECT; i++) {
      if (list[i]) {
        block_free(list[i]);
      }
    }
  }
  for (int i = 0; i <= DIRECT; i++) {
    if (inode->disk.block[i]) {
      block_free(inode->disk.block[i]);
      inode->disk.block[i] = 0;
    }
  }
  inode->disk.size = 0;
  inode_save(inode);
}

// The disk's block for a block of the file, made if it is missing. 0: the file or the disk is full.
static uint32_t block_of(struct inode *inode, uint32_t index, int make) {
  uint32_t *place = &inode->disk.block[index < DIRECT ? index : DIRECT];
  if (index >= FILE_BLOCKS || (!*place && !(make && (*place = block_new())))) {
    return 0;
  }
  if (index < DIRECT) {
    return *place;
  }
  uint8_t *list = block_read(*place);
  uint32_t *number = (uint32_t *)list + (index - DIRECT);
  if (!*number && make && (*number = block_new())) {
    block_changed(list);
  }
  return *number;
}

static int move(struct space *space, uint32_t address, uint8_t *data, uint32_t bytes, int write) {
  if (space) {
    return write ? copy_in(space, data, address, bytes) : copy_out(space, address, data, bytes);
  }
  memcpy(write ? data : (void *)address, write ? (void *)address : data, bytes);
  return 1;
}

// Both return how many bytes it were; -1 where there is no memory for the first.
int inode_read(struct inode *inode, struct space *space, uint32_t to, uint32_t offset, uint32_t count) {
  uint32_t size = inode->disk.size, done = 0;
  count = offset >= size ? 0 : count < size - offset ? count : size - offset;
  while (done < count) {
    uint32_t at = offset + done, bytes = BLOCK - at % BLOCK;
    bytes = bytes < count - done ? bytes : count - done;
    uint8_t *block = block_read(block_of(inode, at / BLOCK, 0));
    if (!move(space, to + done, block + at % BLOCK, bytes, 0)) {
      return done > 0 ? (int)done : -1;
    }
    done += bytes;
  }
  return done;
}

int inode_write(struct inode *inode, struct space *space, uint32_t from, uint32_t offset, uint32_t count) {
  uint32_t done = 0;
  int bad = 0;
  while (done < count) {
    uint32_t at = offset + done, bytes = BLOCK - at % BLOCK;
    bytes = bytes < count - done ? bytes : count - done;
    uint32_t number = block_of(inode, at / BLOCK, 1);
    if (number == 0) {
      break;
    }
    uint8_t *block = block_read(number);
    block_changed(block);
    if (!move(space, from + done, block + at % BLOCK, bytes, 1)) {
      bad = 1;
      break;
    }
    done += bytes;
  }
  if (offset + done > inode->disk.size) {
    inode->disk.size = offset + done;
  }
  inode_save(inode); // also where only blocks have come
  return done > 0 || !bad ? (int)done : -1;
}

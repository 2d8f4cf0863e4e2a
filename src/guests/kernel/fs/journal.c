// Blocks of the disk in memory, and transactions: after a power cut at any moment, all changes between fs_begin() and fs_end()
// are on the disk, or none. A transaction is written four times over (write-ahead logging):
//
//   1. the changed blocks into the journal     2. the journal's header: from this one sector on, the transaction counts
//   3. the changed blocks to their places      4. the header again, now empty
//
// A cut before 2 leaves the old state. After it, the next boot finds the header and does step 3 again. One process at a time
// is between begin and end, so blocks and inodes need no locks of their own.
#include "../core/kernel.h"

#define HEADER 1 // the block of the journal's header; the journal follows

struct buffer {
  uint8_t data[BLOCK];
  uint32_t number; // 0: none. The superblock is read once, and not through here
  uint32_t used;   // when, to find the one that was not used for the longest time
  int changed;     // in this transaction: it may not leave memory
};

static struct buffer buffers[BUFFERS];
static struct journal_header header; // of the transaction that is being made
static uint8_t header_block[BLOCK];
static struct lock transaction;
static uint32_t uses;

static struct buffer *find(uint32_t number) {
  struct buffer *oldest = 0;
  for (struct buffer *buffer = buffers; buffer < buffers + BUFFERS; buffer++) {
    if (buffer->number == number) {
      return buffer;
    }
    if (!buffer->changed && (!oldest || buffer->used < oldest->used)) {
      oldest = buffer;
    }
  }
  oldest->number = 0;
  return oldest;
}

uint8_t *block_read(uint32_t number) {
  struct buffer *buffer = find(number);
  if (buffer->number != number) {
    block_transfer(number, buffer->data, 0);
    buffer->number = number;
  }
  buffer->used = ++uses;
  return buffer->data;
}

// A block of zeros, whatever the disk has there.
uint8_t *block_fresh(uint32_t number) {
  struct buffer *buffer = find(number);
  buffer->number = number;
  buffer->used = ++uses;
  memset(buffer->data, 0, BLOCK);
  block_changed(buffer->data);
  return buffer->data;
}

void block_changed(uint8_t *block) {
  struct buffer *buffer = (struct buffer *)block;
  if (!buffer->changed) {
    if (header.count == JOURNAL_BLOCKS) {
      panic("a transaction of more than %u blocks", JOURNAL_BLOCKS);
    }
    buffer->changed = 1;
    header.place[header.count++] = buffer->number;
  }
}

static void write_header(void) {
  memcpy(header_block, &header, sizeof(header));
  block_transfer(HEADER, header_block, 1);
}

void fs_begin(void) {
  lock_take(&transaction);
}

void fs_end(void) {
  uint32_t count = header.count;
  if (count > 0) {
    for (uint32_t i = 0; i < count; i++) {
      block_transfer(HEADER + 1 + i, find(header.place[i])->data, 1);
    }
    write_header();
    for (uint32_t i = 0; i < count; i++) {
      struct buffer *buffer = find(header.place[i]);
      block_transfer(buffer->number, buffer->data, 1);
      buffer->changed = 0;
    }
    header.count = 0;
    write_header();
  }
  lock_give(&transaction);
}

// At boot: finishes a transaction that counts and may not have reached its places.
void journal_init(void) {
  block_transfer(HEADER, header_block, 0);
  memcpy(&header, header_block, sizeof(header));
  if (header.count > 0 && header.count <= JOURNAL_BLOCKS) {
    printf("journal: %u blocks recovered\n", header.count);
    for (uint32_t i = 0; i < header.count; i++) {
      block_transfer(HEADER + 1 + i, buffers[0].data, 0);
      block_transfer(header.place[i], buffers[0].data, 1);
    }
    header.count = 0;
    write_header();
  }
}

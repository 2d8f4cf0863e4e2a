// The file system as it lies on the disk. Blocks of 1 KiB:
//
//   0            the superblock
//   1            the header of the journal, and JOURNAL_BLOCKS blocks for what it records
//   inodes       INODES_PER_BLOCK in each
//   bitmap       one block, a bit for each block of the disk: 1 in use
//   data
//
// disk/layout.ts has the same numbers for the tools that make and check disks.
#include <stdint.h>

#define BLOCK 1024
#define DISK_MAGIC 0x6c616264 // "dbal"
#define JOURNAL_BLOCKS 30
#define DIRECT 12
#define INDIRECT (BLOCK / 4)
#define FILE_BLOCKS (DIRECT + INDIRECT)
#define ROOT_INODE 1
#define NAME_BYTES 28

struct superblock {
  uint32_t magic;
  uint32_t blocks;       // of the whole disk
  uint32_t inodes;       // how many there are
  uint32_t inodes_start; // first block of the inodes
  uint32_t bitmap_start;
  uint32_t data_start;
};

// All of it that counts lies in the first 512 bytes: a disk writes a sector whole or not at all.
struct journal_header {
  uint32_t count;                  // blocks in the journal that still have to reach their places; 0: none
  uint32_t place[JOURNAL_BLOCKS];
};

#define T_FREE 0
#define T_DIRECTORY 1
#define T_FILE 2
#define T_CONSOLE 3

struct disk_inode {
  uint16_t type;
  uint16_t links;                  // directory entries that name it; 0: to be freed when nobody has it open
  uint32_t size;                   // in bytes
  uint32_t block[DIRECT + 1];      // 0: none. The last is a block of INDIRECT further block numbers
  uint32_t unused;
};
#define INODES_PER_BLOCK (BLOCK / sizeof(struct disk_inode))

// A directory is a file of these; inode 0: an empty place.
struct entry {
  uint32_t inode;
  char name[NAME_BYTES]; // filled up with zeros; without one where it has full length
};

// Directories and paths. The first two entries of a directory are "." and "..".
#include "../core/kernel.h"

// The inode of that name, and where its entry is. 0: there is none.
struct inode *directory_find(struct inode *directory, const char *name, uint32_t *offset) {
  struct entry entry;
  for (uint32_t at = 0; at < directory->disk.size; at += sizeof(entry)) {
    inode_read(directory, 0, (uint32_t)&entry, at, sizeof(entry));
    if (entry.inode != 0 && strncmp(entry.name, name, NAME_BYTES) == 0) {
      if (offset) {
        *offset = at;
      }
      return inode_get(entry.inode);
    }
  }
  return 0;
}

// In the first empty place, or at the end. 0: the disk is full, or the directory has been removed.
int directory_add(struct inode *directory, const char *name, uint32_t inode) {
  struct entry entry;
  uint32_t at = 0;
  for (; at < directory->disk.size; at += sizeof(entry)) {
    inode_read(directory, 0, (uint32_t)&entry, at, sizeof(entry));
    if (entry.inode == 0) {
      break;
    }
  }
  memset(&entry, 0, sizeof(entry));
  entry.inode = inode;
  memcpy(entry.name, name, strlen(name));
  return directory->disk.links > 0 && inode_write(directory, 0, (uint32_t)&entry, at, sizeof(entry)) == sizeof(entry);
}

int directory_empty(struct inode *directory) {
  struct entry entry;
  for (uint32_t at = 2 * sizeof(entry); at < directory->disk.size; at += sizeof(entry)) {
    inode_read(directory, 0, (uint32_t)&entry, at, sizeof(entry));
    if (entry.inode != 0) {
      return 0;
    }
  }
  return 1;
}

// Copies the next name of a path. Returns what follows it; 0: the path is at its end, or the name is too long.
static const char *next_name(const char *path, char *name) {
  size_t length = 0;
  while (*path == '/') {
    path++;
  }
  while (*path != 0 && *path != '/') {
    if (length == NAME_BYTES) {
      return 0;
    }
    name[length++] = *path++;
  }
  name[length] = 0;
  return length > 0 ? path : 0;
}

static int at_end(const char *path) {
  while (*path == '/') {
    path++;
  }
  return *path == 0;
}

// Follows the path to its end, or with `parent` to before its last name, which is left in `name`.
static struct inode *follow(const char *path, int parent, char *name) {
  struct inode *inode = *path == '/' ? inode_get(ROOT_INODE) : inode_share(current->directory);
  while (inode && !at_end(path)) {
    path = next_name(path, name);
    if (path == 0 || inode->disk.type != T_DIRECTORY) {
      inode_drop(inode);
      return 0;
    }
    if (parent && at_end(path)) {
      return inode;
    }
    struct inode *next = directory_find(inode, name, 0);
    inode_drop(inode);
    inode = next;
  }
  if (inode && parent) { // the path has no name in it
    inode_drop(inode);
    inode = 0;
  }
  return inode;
}

struct inode *path_find(const char *path) {
  char name[NAME_BYTES + 1];
  return follow(path, 0, name);
}

struct inode *path_parent(const char *path, char *name) {
  return follow(path, 1, name);
}

// Open files: what a number like 0, 1 or 2 of a process stands for. Forks share them, with the place where the next read begins.
#include "../core/kernel.h"

static struct file files[FILES];

struct file *file_new(void) {
  for (struct file *file = files; file < files + FILES; file++) {
    if (file->users == 0) {
      memset(file, 0, sizeof(*file));
      file->users = 1;
      return file;
    }
  }
  return 0;
}

struct file *file_share(struct file *file) {
  file->users++;
  return file;
}

void file_close(struct file *file) {
  if (--file->users > 0) {
    return;
  }
  if (file->kind == PIPE) {
    pipe_close(file->pipe, file->may & O_WRITE);
  } else if (file->inode) {
    fs_begin();
    inode_drop(file->inode);
    fs_end();
  }
}

int file_read(struct file *file, uint32_t to, uint32_t count) {
  if (!(file->may & O_READ)) {
    return -1;
  }
  if (file->kind == PIPE) {
    return pipe_read(file->pipe, to, count);
  }
  if (file->kind == CONSOLE) {
    return console_read(to, count);
  }
  fs_begin();
  int done = inode_read(file->inode, &current->space, to, file->offset, count);
  file->offset += done > 0 ? done : 0;
  fs_end();
  return done;
}

// A long write is several transactions: after a power cut the first of them may be there alone.
int file_write(struct file *file, uint32_t from, uint32_t count) {
  if (!(file->may & O_WRITE)) {
    return -1;
  }
  if (file->kind == PIPE) {
    return pipe_write(file->pipe, from, count);
  }
  if (file->kind == CONSOLE) {
    return console_write(from, count);
  }
  for (uint32_t done = 0; done < count;) {
    uint32_t piece = count - done < WRITE_BYTES ? count - done : WRITE_BYTES;
    fs_begin();
    if (file->may & O_APPEND) {
      file->offset = file->inode->disk.size;
    }
    int written = inode_write(file->inode, &current->space, from + done, file->offset, piece);
    file->offset += written > 0 ? written : 0;
    fs_end();
    if (written <= 0) {
      return done > 0 ? (int)done : -1;
    }
    done += written;
  }
  return count;
}

int file_stat(struct file *file, uint32_t to) {
  struct stat stat = {0, T_FREE, 0};
  if (file->inode) {
    stat = (struct stat){file->inode->number, file->inode->disk.type, file->inode->disk.size};
  }
  return copy_out(&current->space, to, &stat, sizeof(stat)) ? 0 : -1;
}

// Makes `path` an inode of this type, unless something has that name. 0: it does, or there is no room for it.
static struct inode *create(const char *path, int type) {
  char name[NAME_BYTES + 1];
  struct inode *parent = path_parent(path, name), *inode = 0, *other;
  if (!parent) {
    return 0;
  }
  other = directory_find(parent, name, 0);
  if (other) {
    inode_drop(other);
  } else if ((inode = inode_new(type)) != 0) {
    int made = type != T_DIRECTORY ||
               (directory_add(inode, ".", inode->number) && directory_add(inode, "..", parent->number));
    if (!made || !directory_add(parent, name, inode->number)) {
      inode->disk.links = 0; // so that it goes with the last pointer to it
      inode_drop(inode);
      inode = 0;
    }
  }
  inode_drop(parent);
  return inode;
}

struct file *file_open(const char *path, uint32_t how) {
  struct file *file = file_new();
  if (!file) {
    return 0;
  }
  fs_begin();
  struct inode *inode = path_find(path);
  if (!inode && (how & O_CREATE)) {
    inode = create(path, T_FILE);
  }
  if (inode && inode->disk.type == T_DIRECTORY && how != O_READ) {
    inode_drop(inode);
    inode = 0;
  }
  if (inode && inode->disk.type == T_FILE && (how & O_TRUNCATE)) {
    inode_truncate(inode);
  }
  fs_end();
  if (!inode) {
    file->users = 0;
    return 0;
  }
  file->kind = inode->disk.type == T_CONSOLE ? CONSOLE : INODE;
  file->may = how;
  file->inode = inode;
  return file;
}

int file_make_directory(const char *path) {
  fs_begin();
  struct inode *inode = create(path, T_DIRECTORY);
  if (inode) {
    inode_drop(inode);
  }
  fs_end();
  return inode ? 0 : -1;
}

// Takes the name away from a file or an empty directory.
int file_unlink(const char *path) {
  char name[NAME_BYTES + 1];
  static const struct entry nothing;
  uint32_t offset;
  int result = -1;
  fs_begin();
  struct inode *parent = path_parent(path, name);
  struct inode *inode = parent ? directory_find(parent, name, &offset) : 0;
  int special = strncmp(name, ".", 2) == 0 || strncmp(name, "..", 3) == 0;
  if (inode && !special && (inode->disk.type != T_DIRECTORY || directory_empty(inode))) {
    inode_write(parent, 0, (uint32_t)&nothing, offset, sizeof(nothing));
    inode->disk.links = 0;
    inode_save(inode);
    result = 0;
  }
  if (inode) {
    inode_drop(inode);
  }
  if (parent) {
    inode_drop(parent);
  }
  fs_end();
  return result;
}

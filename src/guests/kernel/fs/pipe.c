// Pipes: a page with a ring of bytes. Readers wait for bytes, writers for room; each side learns when the other has gone.
#include "../core/kernel.h"

#define PIPE_BYTES 2048 // a power of two

struct pipe {
  uint32_t read, written; // how many bytes so far
  int reader, writer;     // whether that end is open
  uint8_t ring[PIPE_BYTES];
};

int pipe_new(struct file **reader, struct file **writer) {
  struct pipe *pipe = (struct pipe *)page_alloc();
  *reader = pipe ? file_new() : 0;
  *writer = *reader ? file_new() : 0;
  if (!*writer) {
    if (*reader) {
      (*reader)->users = 0;
    }
    if (pipe) {
      page_drop((uint32_t)pipe);
    }
    return 0;
  }
  pipe->reader = pipe->writer = 1;
  (*reader)->kind = (*writer)->kind = PIPE;
  (*reader)->pipe = (*writer)->pipe = pipe;
  (*reader)->may = O_READ;
  (*writer)->may = O_WRITE;
  return 1;
}

void pipe_close(struct pipe *pipe, int writer) {
  if (writer) {
    pipe->writer = 0;
  } else {
    pipe->reader = 0;
  }
  wake(pipe);
  if (!pipe->reader && !pipe->writer) {
    page_drop((uint32_t)pipe);
  }
}

// As many bytes as there are, and at least one. 0: there are none, and no writer.
int pipe_read(struct pipe *pipe, uint32_t to, uint32_t count) {
  uint32_t done = 0;
  while (pipe->read == pipe->written && pipe->writer) {
    if (!sleep_on(pipe)) {
      return -1;
    }
  }
  while (done < count && pipe->read != pipe->written) {
    uint32_t at = pipe->read % PIPE_BYTES, bytes = pipe->written - pipe->read;
    bytes = bytes < PIPE_BYTES - at ? bytes : PIPE_BYTES - at;
    bytes = bytes < count - done ? bytes : count - done;
    if (!copy_out(&current->space, to + done, pipe->ring + at, bytes)) {
      return -1;
    }
    pipe->read += bytes;
    done += bytes;
  }
  wake(pipe);
  return done;
}

// All bytes, or -1: nobody can read them.
int pipe_write(struct pipe *pipe, uint32_t from, uint32_t count) {
  for (uint32_t done = 0; done < count;) {
    uint32_t at = pipe->written % PIPE_BYTES, bytes = PIPE_BYTES - (pipe->written - pipe->read);
    if (!pipe->reader) {
      return -1;
    }
    if (bytes == 0) {
      if (!sleep_on(pipe)) {
        return -1;
      }
      continue;
    }
    bytes = bytes < PIPE_BYTES - at ? bytes : PIPE_BYTES - at;
    bytes = bytes < count - done ? bytes : count - done;
    if (!copy_in(&current->space, pipe->ring + at, from + done, bytes)) {
      return -1;
    }
    pipe->written += bytes;
    done += bytes;
    wake(pipe);
  }
  return count;
}

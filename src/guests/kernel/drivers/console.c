// The console: the serial port with lines that can be corrected before anybody reads them. Backspace takes back a character,
// Control-U the line, Control-D ends the input, Control-C ends the job in front.
#include "../core/kernel.h"

#define CONTROL(letter) ((letter) - '@')

// A ring, by counters: [read, ready) are whole lines, [ready, end) is the line that is being typed.
static char typed[LINE_BYTES];
static uint32_t read, ready, end;
int console_job;

static void echo_back(void) {
  end--;
  uart_put('\b');
  uart_put(' ');
  uart_put('\b');
}

static void take(int c) {
  switch (c) {
  case CONTROL('C'):
    printf("^C\n");
    end = ready;
    if (job_kill(console_job) == 0) { // nobody: whoever reads gets an empty line, and the shell asks again
      typed[end++ % LINE_BYTES] = '\n';
      ready = end;
      wake(&ready);
    }
    break;
  case CONTROL('U'):
    while (end != ready) {
      echo_back();
    }
    break;
  case '\b':
  case 0x7f:
    if (end != ready) {
      echo_back();
    }
    break;
  default:
    if (c == '\r') {
      c = '\n';
    }
    if (c != CONTROL('D')) {
      uart_put(c);
    }
    typed[end++ % LINE_BYTES] = c;
    if (c == '\n' || c == CONTROL('D') || end - read == LINE_BYTES) {
      ready = end;
      wake(&ready);
    }
  }
}

// Takes what was typed while there is room. The rest stays in the port until a program has read.
void console_interrupt(void) {
  int c;
  while (end - read < LINE_BYTES && (c = uart_get()) >= 0) {
    take(c);
  }
  uart_listen(end - read < LINE_BYTES);
}

// At most a line. 0: Control-D ended the input.
int console_read(uint32_t to, uint32_t count) {
  uint32_t done = 0;
  int irq = irq_save();
  while (read == ready) {
    if (!sleep_on(&ready)) {
      irq_restore(irq);
      return -1;
    }
  }
  while (done < count && read != ready) {
    char c = typed[read % LINE_BYTES];
    if (c != CONTROL('D') && !copy_out(&current->space, to + done, &c, 1)) {
      done = -1;
      break;
    }
    read++;
    if (c == CONTROL('D')) {
      break;
    }
    done++;
    if (c == '\n') {
      break;
    }
    if (done == count && read != ready && typed[read % LINE_BYTES] == CONTROL('D')) {
      read++; // it ends this piece of a line, and not the next read too
    }
  }
  console_interrupt(); // there is room again
  irq_restore(irq);
  return done;
}

int console_write(uint32_t from, uint32_t count) {
  char piece[64];
  for (uint32_t done = 0; done < count;) {
    uint32_t bytes = count - done < sizeof(piece) ? count - done : sizeof(piece);
    if (!copy_in(&current->space, piece, from + done, bytes)) {
      return -1;
    }
    for (uint32_t i = 0; i < bytes; i++) {
      uart_put(piece[i]);
    }
    done += bytes;
  }
  return count;
}

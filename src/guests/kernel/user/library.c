// The programs' library: strings, and output with formats.
#include <stdarg.h>
#include "user.h"

size_t strlen(const char *text) {
  size_t length = 0;
  while (text[length] != 0) {
    length++;
  }
  return length;
}

int strcmp(const char *a, const char *b) {
  for (; *a != 0 && *a == *b; a++, b++) {
  }
  return (uint8_t)*a - (uint8_t)*b;
}

char *strchr(const char *text, char c) {
  for (; *text != 0; text++) {
    if (*text == c) {
      return (char *)text;
    }
  }
  return 0;
}

void strcpy(char *to, const char *from) {
  while ((*to++ = *from++) != 0) {
  }
}

void *memset(void *to, int byte, size_t count) {
  for (uint8_t *at = to; count > 0; count--) {
    *at++ = byte;
  }
  return to;
}

void *memcpy(void *to, const void *from, size_t count) {
  const uint8_t *source = from;
  for (uint8_t *at = to; count > 0; count--) {
    *at++ = *source++;
  }
  return to;
}

int number_of(const char *text) {
  int value = 0, negative = *text == '-';
  for (text += negative; *text >= '0' && *text <= '9'; text++) {
    value = 10 * value + (*text - '0');
  }
  return negative ? -value : value;
}

// Output is collected, and written in one piece: a pipe of several writers keeps it together.
struct output {
  int fd, length;
  char text[160];
};

static void flush(struct output *output) {
  write(output->fd, output->text, output->length);
  output->length = 0;
}

static void put(struct output *output, char c) {
  if (output->length == sizeof(output->text)) {
    flush(output);
  }
  output->text[output->length++] = c;
}

static void put_number(struct output *output, uint32_t value, uint32_t base) {
  char digits[10];
  int count = 0;
  do {
    digits[count++] = "0123456789abcdef"[value % base];
    value /= base;
  } while (value != 0);
  while (count > 0) {
    put(output, digits[--count]);
  }
}

static void format_to(struct output *output, const char *format, va_list arguments) {
  for (; *format != 0; format++) {
    if (*format != '%') {
      put(output, *format);
      continue;
    }
    switch (*++format) {
    case 'd': {
      int value = va_arg(arguments, int);
      if (value < 0) {
        put(output, '-');
      }
      put_number(output, value < 0 ? -(uint32_t)value : (uint32_t)value, 10);
      break;
    }
    case 'u':
      put_number(output, va_arg(arguments, uint32_t), 10);
      break;
    case 'x':
      put_number(output, va_arg(arguments, uint32_t), 16);
      break;
    case 's':
      for (const char *text = va_arg(arguments, const char *); *text != 0; text++) {
        put(output, *text);
      }
      break;
    case 'c':
      put(output, va_arg(arguments, int));
      break;
    default:
      put(output, *format);
    }
  }
}

void print(int fd, const char *format, ...) {
  struct output output = {.fd = fd};
  va_list arguments;
  va_start(arguments, format);
  format_to(&output, format, arguments);
  va_end(arguments);
  flush(&output);
}

void fail(const char *format, ...) {
  struct output output = {.fd = 2};
  va_list arguments;
  va_start(arguments, format);
  format_to(&output, format, arguments);
  va_end(arguments);
  put(&output, '\n');
  flush(&output);
  exit(1);
}

int read_line(int fd, char *line, int room) {
  int length = 0;
  char c;
  while (read(fd, &c, 1) == 1) {
    if (c == '\n') {
      line[length] = 0;
      return length;
    }
    if (length < room - 1) {
      line[length++] = c;
    }
  }
  line[length] = 0;
  return length > 0 ? length : -1;
}

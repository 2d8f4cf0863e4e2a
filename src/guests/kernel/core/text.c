// Strings and memory, as the compiler and everybody expect them; messages on the console, and the end of all.
#include <stdarg.h>
#include "kernel.h"

static void put_number(uint32_t value, uint32_t base) {
  char digits[10];
  int count = 0;
  do {
    digits[count++] = "0123456789abcdef"[value % base];
    value /= base;
  } while (value != 0);
  while (count > 0) {
    uart_put(digits[--count]);
  }
}

static void put_string(const char *text) {
  while (*text != 0) {
    uart_put(*text++);
  }
}

static void vprintf(const char *format, va_list arguments) {
  for (; *format != 0; format++) {
    if (*format != '%') {
      uart_put(*format);
      continue;
    }
    switch (*++format) {
    case 'd': {
      int value = va_arg(arguments, int);
      if (value < 0) {
        uart_put('-');
      }
      put_number(value < 0 ? -(uint32_t)value : (uint32_t)value, 10);
      break;
    }
    case 'u':
      put_number(va_arg(arguments, uint32_t), 10);
      break;
    case 'x':
      put_string("0x");
      put_number(va_arg(arguments, uint32_t), 16);
      break;
    case 's':
      put_string(va_arg(arguments, const char *));
      break;
    default:
      uart_put(*format);
    }
  }
}

// %d, %u, %x and %s, and no more.
void printf(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
}

// The kernel itself is wrong: say what and where, and stop the machine as failed.
void panic(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  put_string("panic: ");
  vprintf(format, arguments);
  put_string("\n");
  machine_off(1);
}

void *memset(void *to, int byte, size_t count) {
  uint32_t word = (uint8_t)byte * 0x01010101u;
  uint8_t *at = to, *end = at + count;
  for (; at < end && (uint32_t)at % 4 != 0; at++) {
    *at = byte;
  }
  for (; at + 16 <= end; at += 16) {
    ((uint32_t *)at)[0] = word;
    ((uint32_t *)at)[1] = word;
    ((uint32_t *)at)[2] = word;
    ((uint32_t *)at)[3] = word;
  }
  for (; at < end; at++) {
    *at = byte;
  }
  return to;
}

void *memcpy(void *to, const void *from, size_t count) {
  uint8_t *target = to;
  const uint8_t *source = from;
  if (((uint32_t)target | (uint32_t)source) % 4 == 0) {
    for (; count >= 16; count -= 16, target += 16, source += 16) {
      const uint32_t *words = (const uint32_t *)source;
      uint32_t a = words[0], b = words[1], c = words[2], d = words[3];
      ((uint32_t *)target)[0] = a;
      ((uint32_t *)target)[1] = b;
      ((uint32_t *)target)[2] = c;
      ((uint32_t *)target)[3] = d;
    }
  }
  for (; count > 0; count--) {
    *target++ = *source++;
  }
  return to;
}

int strncmp(const char *a, const char *b, size_t count) {
  for (; count > 0 && *a != 0 && *a == *b; a++, b++, count--) {
  }
  return count == 0 ? 0 : (uint8_t)*a - (uint8_t)*b;
}

void strcopy(char *to, const char *from, size_t room) {
  for (; room > 1 && *from != 0; room--) {
    *to++ = *from++;
  }
  *to = 0;
}

size_t strlen(const char *text) {
  size_t length = 0;
  while (text[length] != 0) {
    length++;
  }
  return length;
}

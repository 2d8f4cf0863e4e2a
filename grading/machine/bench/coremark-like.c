/* What CoreMark does, in our own words: a linked list, a matrix, a state machine and a checksum over all of it. */
#include "bench.h"

struct node { struct node *next; unsigned short key, value; };
static struct node nodes[256];
static short a[24][24], b[24][24];
static int c[24][24];

static unsigned crc16(unsigned value, unsigned crc) {
  for (int bit = 0; bit < 16; bit++) {
    unsigned carry = (crc ^ value) & 1;
    crc >>= 1;
    value >>= 1;
    if (carry) crc ^= 0xa001;
  }
  return crc;
}

static unsigned list(unsigned seed) {
  struct node *head = 0, *reversed = 0;
  unsigned sum = 0;
  for (int i = 0; i < 256; i++) {
    nodes[i].key = (i * 7 + seed) & 0xff;
    nodes[i].value = i;
    nodes[i].next = head;
    head = &nodes[i];
  }
  while (head) {
    struct node *next = head->next;
    head->next = reversed;
    reversed = head;
    head = next;
  }
  for (unsigned key = 0; key < 32; key++)
    for (struct node *at = reversed; at; at = at->next)
      if (at->key == key) {
        sum += at->value;
        break;
      }
  return sum;
}

static unsigned matrix(int seed) {
  unsigned sum = 0;
  for (int i = 0; i < 24; i++)
    for (int j = 0; j < 24; j++) {
      a[i][j] = i * seed + j;
      b[i][j] = j * seed - i;
    }
  for (int i = 0; i < 24; i++)
    for (int j = 0; j < 24; j++) {
      int total = 0;
      for (int k = 0; k < 24; k++) total += a[i][k] * b[k][j];
      c[i][j] = total;
      sum += (total >> 2) & 0xffff;
    }
  return sum;
}

static const char input[] = "5012,1.5e3,-874,+122,0x1F,hello,-12.5E+10,T0.3e-1F,7,,99,";

static unsigned states(unsigned seed) {
  enum { Start, Integer, Fraction, Exponent, Invalid } state = Start;
  unsigned counts[5] = { 0 };
  for (const char *at = input; *at; at++) {
    char ch = *at ^ (seed & 1 && *at == '7');
    if (ch == ',') {
      counts[state]++;
      state = Start;
      continue;
    }
    int digit = ch >= '0' && ch <= '9';
    switch (state) {
      case Start: state = digit || ch == '-' || ch == '+' ? Integer : ch == '.' ? Fraction : Invalid; break;
      case Integer: state = digit ? Integer : ch == '.' ? Fraction : ch == 'e' || ch == 'E' ? Exponent : Invalid; break;
      case Fraction: state = digit ? Fraction : ch == 'e' || ch == 'E' ? Exponent : Invalid; break;
      case Exponent: state = digit || ch == '-' || ch == '+' ? Exponent : Invalid; break;
      default: break;
    }
  }
  return counts[0] + 3 * counts[1] + 5 * counts[2] + 7 * counts[3] + 11 * counts[4];
}

void bench(void) {
  unsigned crc = 0xffff;
  for (unsigned round = 0; round < 2000; round++) {
    crc = crc16(list(round), crc);
    crc = crc16(matrix(round & 15), crc);
    for (int i = 0; i < 8; i++) crc = crc16(states(round + i), crc);
  }
  finish(crc);
}

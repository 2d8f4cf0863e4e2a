// The pages of RAM: a list of the free ones, and how many users each other one has. Copy-on-write gives a page several.
#include "kernel.h"

extern char kernel_end[]; // kernel.ld

struct free_page {
  struct free_page *next;
};
static struct free_page *free_pages;
static uint32_t free_count;
static uint8_t users[MEMORY_LIMIT / PAGE]; // by number of the page, from the start of RAM

static uint8_t *users_of(uint32_t page) {
  if (page < (uint32_t)kernel_end || page - RAM_START >= MEMORY_LIMIT || page % PAGE != 0) {
    panic("%x is no page", page);
  }
  return &users[(page - RAM_START) / PAGE];
}

void pages_init(uint32_t memory_end) {
  uint32_t first = ((uint32_t)kernel_end + PAGE - 1) / PAGE * PAGE;
  for (uint32_t page = memory_end - PAGE; page >= first; page -= PAGE) {
    *users_of(page) = 1;
    page_drop(page); // the lowest comes last, and is handed out first
  }
}

uint32_t page_alloc_dirty(void) {
  struct free_page *page = free_pages;
  if (page == 0) {
    return 0;
  }
  free_pages = page->next;
  free_count--;
  *users_of((uint32_t)page) = 1;
  return (uint32_t)page;
}

uint32_t page_alloc(void) {
  uint32_t page = page_alloc_dirty();
  if (page != 0) {
    memset((void *)page, 0, PAGE);
  }
  return page;
}

void page_share(uint32_t page) {
  ++*users_of(page); // at most one for each process, so the byte does not overflow
}

void page_drop(uint32_t page) {
  uint8_t *count = users_of(page);
  if (*count == 0) {
    panic("page %x is free already", page);
  }
  if (--*count == 0) {
    ((struct free_page *)page)->next = free_pages;
    free_pages = (struct free_page *)page;
    free_count++;
  }
}

int page_users(uint32_t page) {
  return *users_of(page);
}

uint32_t pages_free(void) {
  return free_count;
}

// The disk: a virtio block device, one request at a time. Virtio 1.2, sections 2.7 (queue), 4.2 (registers, also those from before
// the standard, which QEMU's board has) and 5.2 (disk).
#include "../core/kernel.h"

#define REGISTER(offset) (*(volatile uint32_t *)(base + (offset)))
#define MAGIC REGISTER(0x000)
#define VERSION REGISTER(0x004) // 1 before the standard, 2 since
#define DEVICE_ID REGISTER(0x008)
#define FEATURES REGISTER(0x020)
#define FEATURES_WORD REGISTER(0x024)
#define OLD_PAGE_SIZE REGISTER(0x028)
#define QUEUE REGISTER(0x030)
#define QUEUE_SIZE REGISTER(0x038)
#define OLD_QUEUE_ALIGN REGISTER(0x03c)
#define OLD_QUEUE_PAGE REGISTER(0x040)
#define QUEUE_READY REGISTER(0x044)
#define NOTIFY REGISTER(0x050)
#define INTERRUPTS REGISTER(0x060)
#define INTERRUPTS_SEEN REGISTER(0x064)
#define STATUS REGISTER(0x070) // 1 noticed, 2 has a driver, 4 the driver is ready, 8 features agreed
#define QUEUE_ADDRESS(offset) REGISTER(0x080 + (offset))

#define VIRTIO_MAGIC 0x74726976
#define A_DISK 2
#define SIZE 4 // descriptors: a request takes three
#define NEXT 1
#define DEVICE_WRITES 2

// In two pages, as the old layout demands: the used ring begins with the second.
static struct {
  struct {
    uint64_t address;
    uint32_t length;
    uint16_t flags, next;
  } descriptor[SIZE];
  struct {
    uint16_t flags, index, ring[SIZE];
  } available;
  struct {
    uint16_t flags, index;
    struct {
      uint32_t id, length;
    } ring[SIZE];
  } used __attribute__((aligned(PAGE)));
} queue __attribute__((aligned(PAGE)));

static struct {
  uint32_t type, reserved; // 0 read, 1 write
  uint64_t sector;
} request;
static volatile uint8_t result; // 0: it went well
static uint32_t base;
static struct lock busy;

static int find_disk(void) {
  for (int slot = 0; slot < VIRTIO_SLOTS; slot++) {
    base = VIRTIO(slot);
    if (MAGIC == VIRTIO_MAGIC && DEVICE_ID == A_DISK) {
      return slot;
    }
  }
  panic("no disk: give the machine one");
}

static void queue_address(int offset, const volatile void *part) {
  QUEUE_ADDRESS(offset) = (uint32_t)part;
  QUEUE_ADDRESS(offset + 4) = 0;
}

void block_init(void) {
  int slot = find_disk();
  STATUS = 0; // reset
  STATUS = 1 | 2;
  FEATURES_WORD = 0;
  FEATURES = 0;
  if (VERSION == 1) {
    OLD_PAGE_SIZE = PAGE;
    QUEUE = 0;
    QUEUE_SIZE = SIZE;
    OLD_QUEUE_ALIGN = PAGE;
    OLD_QUEUE_PAGE = (uint32_t)&queue / PAGE;
    STATUS = 1 | 2 | 4;
  } else {
    FEATURES_WORD = 1;
    FEATURES = 1; // bit 32: the standard
    STATUS = 1 | 2 | 8;
    QUEUE = 0;
    QUEUE_SIZE = SIZE;
    queue_address(0x00, queue.descriptor);
    queue_address(0x10, &queue.available);
    queue_address(0x20, &queue.used);
    QUEUE_READY = 1;
    STATUS = 1 | 2 | 8 | 4;
  }
  plic_enable(VIRTIO_IRQ(slot));
}

static void describe(int number, const volatile void *data, uint32_t length, uint16_t flags) {
  queue.descriptor[number].address = (uint32_t)data;
  queue.descriptor[number].length = length;
  queue.descriptor[number].flags = flags;
  queue.descriptor[number].next = number + 1;
}

// Reads or writes a block, and returns when the disk has done it.
void block_transfer(uint32_t number, void *data, int write) {
  lock_take(&busy);
  request.type = write ? 1 : 0;
  request.sector = number * (BLOCK / 512);
  describe(0, &request, sizeof(request), NEXT);
  describe(1, data, BLOCK, write ? NEXT : NEXT | DEVICE_WRITES);
  describe(2, &result, 1, DEVICE_WRITES);
  uint16_t done = queue.available.index + 1;
  queue.available.ring[queue.available.index % SIZE] = 0;
  asm volatile("fence" ::: "memory"); // the request is complete before it counts
  queue.available.index = done;
  asm volatile("fence" ::: "memory");
  NOTIFY = 0;
  int irq = irq_save();
  while (*(volatile uint16_t *)&queue.used.index != done) {
    sleep_surely(&queue);
  }
  irq_restore(irq);
  asm volatile("fence" ::: "memory");
  if (result != 0) {
    panic("the disk cannot %s block %u", write ? "write" : "read", number);
  }
  lock_give(&busy);
}

void block_interrupt(void) {
  INTERRUPTS_SEEN = INTERRUPTS;
  wake(&queue);
}

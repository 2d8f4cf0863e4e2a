/**
 * The registers of a virtio transport: offset, direction, meaning. Virtio 1.2, sections 4.2.2 and, for the legacy ones,
 * 4.2.4.
 */
export const VIRTIO_MAGIC = 0x7472_6976; // "virt"
export const VIRTIO_VENDOR = 0x554d_4551; // "QEMU", as drivers expect on this board

export const MagicValue = 0x000; // R
export const Version = 0x004; // R: 1 legacy, 2 modern
export const DeviceID = 0x008; // R: 0, there is none
export const VendorID = 0x00c; // R
export const DeviceFeatures = 0x010; // R: 32 bits of them
export const DeviceFeaturesSel = 0x014; // W: which
export const DriverFeatures = 0x020; // W: what the driver has use for
export const DriverFeaturesSel = 0x024; // W
export const GuestPageSize = 0x028; // W, legacy: the unit of QueuePFN
export const QueueSel = 0x030; // W: which queue the following are about
export const QueueNumMax = 0x034; // R: descriptors at most
export const QueueNum = 0x038; // W: descriptors
export const QueueAlign = 0x03c; // W, legacy: of the used ring
export const QueuePFN = 0x040; // RW, legacy: the queue's first page; 0, not in use
export const QueueReady = 0x044; // RW
export const QueueNotify = 0x050; // W: there are new buffers in this queue
export const InterruptStatus = 0x060; // R
export const InterruptACK = 0x064; // W
export const Status = 0x070; // RW; writing 0 resets the device
export const QueueDescLow = 0x080; // W, and so on
export const QueueDescHigh = 0x084;
export const QueueDriverLow = 0x090;
export const QueueDriverHigh = 0x094;
export const QueueDeviceLow = 0x0a0;
export const QueueDeviceHigh = 0x0a4;
export const SHMLenLow = 0x0b0; // R: no shared memory, all ones
export const SHMLenHigh = 0x0b4;
export const SHMBaseLow = 0x0b8;
export const SHMBaseHigh = 0x0bc;
export const Config = 0x100; // the device's configuration from here on

// Status (2.1)
export const DRIVER_OK = 4;
export const FEATURES_OK = 8;
export const DEVICE_NEEDS_RESET = 64;

// InterruptStatus
export const USED_BUFFER = 1;
export const CONFIGURATION_CHANGE = 2;

// Features (6)
export const VIRTIO_F_ANY_LAYOUT = 2 ** 27; // legacy: how a request is cut into buffers means nothing
export const VIRTIO_F_VERSION_1 = 1; // modern: bit 32, so the lowest of the second word

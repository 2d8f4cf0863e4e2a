/**
 * The registers of a virtio transport: offset, direction (R, W), meaning. Virtio 1.2, sections 4.2.2 and, for the legacy
 * registers, 4.2.4.
 */
export const VIRTIO_MAGIC = 0x7472_6976; // "virt"
export const VIRTIO_VENDOR = 0x554d_4551; // "QEMU", as drivers expect on this board

export const MagicValue = 0x000; // R
export const Version = 0x004; // R: 1 legacy, 2 modern
export const DeviceID = 0x008; // R: 0 if there is no device
export const VendorID = 0x00c; // R
export const DeviceFeatures = 0x010; // R: 32 of the device's feature bits
export const DeviceFeaturesSel = 0x014; // W: which 32 bits
export const DriverFeatures = 0x020; // W: 32 of the feature bits that the driver uses
export const DriverFeaturesSel = 0x024; // W
export const GuestPageSize = 0x028; // W, legacy: the unit of QueuePFN
export const QueueSel = 0x030; // W: the queue that the next registers are about
export const QueueNumMax = 0x034; // R: the most descriptors that it may have
export const QueueNum = 0x038; // W: how many descriptors it has
export const QueueAlign = 0x03c; // W, legacy: the alignment of the used ring
export const QueuePFN = 0x040; // RW, legacy: the queue's first page; 0 if it is not in use
export const QueueReady = 0x044; // RW
export const QueueNotify = 0x050; // W: the number of a queue that has new buffers
export const InterruptStatus = 0x060; // R
export const InterruptACK = 0x064; // W
export const Status = 0x070; // RW; writing 0 resets the device
export const QueueDescLow = 0x080; // W, like the next five
export const QueueDescHigh = 0x084;
export const QueueDriverLow = 0x090;
export const QueueDriverHigh = 0x094;
export const QueueDeviceLow = 0x0a0;
export const QueueDeviceHigh = 0x0a4;
export const SHMLenLow = 0x0b0; // R: all ones, as there is no shared memory
export const SHMLenHigh = 0x0b4;
export const SHMBaseLow = 0x0b8;
export const SHMBaseHigh = 0x0bc;
export const Config = 0x100; // the device's configuration begins here

// Status (2.1)
export const DRIVER_OK = 4;
export const FEATURES_OK = 8;
export const DEVICE_NEEDS_RESET = 64;

// InterruptStatus
export const USED_BUFFER = 1;
export const CONFIGURATION_CHANGE = 2;

// Features (6)
export const VIRTIO_F_ANY_LAYOUT = 2 ** 27; // legacy: a request may be divided into buffers in any way
export const VIRTIO_F_VERSION_1 = 1; // modern: bit 32, which is bit 0 of the second word

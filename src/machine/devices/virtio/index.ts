/** The door of this room: what other rooms may import from it. */
export { VirtioBlock } from './virtio-block.js';
export { type BytePort, CONSOLE_RECEIVE_QUEUE, VirtioConsole } from './virtio-console.js';
export * as reg from './virtio-registers.js';
export { type VirtioDevice, type VirtioLayout, VirtioTransport } from './virtio-transport.js';

/** The door of this room: what other rooms may import from it. */
export { Board } from './board.js';
export type { Clint } from './clint.js';
export type { Ending } from './finisher.js';
export type { Plic } from './plic.js';
export type { Rtc } from './rtc.js';
export type { Uart } from './uart.js';
export type { VirtioOptions } from './virtio-board.js';

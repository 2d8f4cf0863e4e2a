/** Direct paging: the guest's own tables are those that the hardware walks. */
export { BootMap, NoRoomForTables, type WindowPage, type WindowPlace } from './boot-map.js';
export { DirectAddressSpace } from './direct-address-space.js';
export { entryAddress, findEntry, pointedTo, type PageEntry } from './walk.js';

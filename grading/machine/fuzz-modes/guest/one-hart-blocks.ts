/** Which blocks a random guest with one hart has, each as often as it stands in the list. */
import type { Kind } from './layout.js';
import { controller, device, disk, listen } from './one-hart-devices.js';
import {
  access,
  again,
  changeEntry,
  changeRoot,
  readEntry,
  superpage,
  switchSpace,
  switchUnfenced,
} from './one-hart-paging.js';
import { changeCode, changeCsr, external, nonsense, reserve, timer, toUser } from './one-hart-traps.js';
import { changeStatus, vector } from './shared-blocks.js';

export const oneHartBlock: Kind = (random) => random.pick(kinds)(random);

const kinds: readonly Kind[] = [
  access,
  access,
  access,
  access,
  changeEntry,
  changeEntry,
  changeRoot,
  readEntry,
  switchSpace,
  switchSpace,
  switchUnfenced,
  changeStatus,
  toUser,
  toUser,
  timer,
  changeCsr,
  changeCode,
  device,
  disk,
  controller,
  controller,
  listen,
  external,
  external,
  vector,
  reserve,
  superpage,
  again,
  again,
  nonsense,
];

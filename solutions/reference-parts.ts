/** The reference parts together: with them, the VMM in `src/hypervisor` is the reference hypervisor. */
import type { Parts } from '../src/hypervisor/index.js';
import { createFrameAllocator } from './02-frame-allocator/allocator.js';
import { emulate } from './08-trap-and-emulate/emulate.js';
import { translate } from './10-binary-translation/translate.js';
import { shadow } from './11-shadow-paging/shadow.js';
import { assist } from './12-hardware-assist/assist.js';
import { dispatch } from './13-hypercalls/hypercalls.js';
import { directPaging } from './14-direct-paging/paging.js';

export const referenceParts: Parts = {
  allocator: createFrameAllocator,
  emulate,
  translate,
  shadow,
  assist,
  hypercall: dispatch,
  paging: directPaging,
};

/** More random guests than the short test has, and others: half of them have several harts. */
import { homeProfile } from '../../../src/hypervisor/index.js';
import { caseSeed } from '../../random.js';
import { difference } from './compare.js';
import { randomGuest } from './guest/index.js';
import { randomHoles } from './random-holes.js';

const GUESTS = 60;

test.each(['full/trap-and-emulate', 'full/binary-translation', 'full/hardware-assisted'] as const)(
  'many random guests cannot tell a VM from the bare machine (%s)',
  (mode) => {
    for (let index = 0; index < GUESTS; index += 1) {
      const hardware = mode === 'full/binary-translation' ? randomHoles(index) : homeProfile(mode);
      const found = difference(randomGuest(caseSeed(8, index)), mode, hardware);
      expect({ index, difference: found }).toEqual({ index });
    }
  },
);

/** Hypercalls about the VM's own memory: its page tables, and the pages that it gives back. */
import { HypercallError } from '../../sockets/index.js';
import { UPDATE_CYCLES, UpdateRing, balloonIn, balloonOut, pageUpdates } from './domain/index.js';
import { fixed, refused, type Rows } from './para-call.js';

const { InvalidParam } = HypercallError;

export const memoryCalls: Rows<'PageUpdates' | 'ServeUpdates' | 'BalloonOut' | 'BalloonIn'> = {
  PageUpdates: {
    arguments: ['address of the updates, two words each: where and what', 'how many, at most 2048'],
    does: 'changes entries of page tables, pins tables, sets roots; stops at the first that is refused; the value is how many were done',
    errors: ['InvalidParam', 'InvalidAddress', 'PagingError'],
    cost: ([, count]) => UPDATE_CYCLES * Math.min(count!, 2048),
    inBatch: true,
    run: ({ domain }, [address, count]) => pageUpdates(domain, address!, count!),
  },
  ServeUpdates: {
    arguments: ['address of the ring of updates'],
    does: 'does the page updates that wait in this ring, and from now on ReturnFromTrap does so too; as PageUpdates it stops at one that is refused, which waits on',
    errors: ['InvalidParam', 'InvalidAddress', 'PagingError'],
    cost: fixed(20), // and for each update as much as in a batch
    inBatch: true,
    run({ domain }, [address]) {
      if (address! % 4 !== 0) {
        return refused(InvalidParam);
      }
      const known = domain.updateRing;
      const ring =
        known !== undefined && known.address === address ? known : new UpdateRing(domain, address!);
      domain.updateRing = ring;
      return ring.serve();
    },
  },
  BalloonOut: {
    arguments: ['address of a page'],
    does: 'gives the page back to the VMM; refused while it is mapped, a table, or granted',
    errors: ['InvalidParam', 'InvalidAddress', 'Denied', 'PagingError'],
    cost: fixed(200),
    inBatch: true,
    run: ({ domain }, [address]) => balloonOut(domain, address!),
  },
  BalloonIn: {
    arguments: ['address of a page that was given back'],
    does: 'gets a page of zeros there, up to the target of the balloon',
    errors: ['InvalidParam', 'InvalidAddress', 'Denied', 'PagingError'],
    cost: fixed(1200), // it is filled with zeros
    inBatch: true,
    run: ({ domain }, [address]) => balloonIn(domain, address!),
  },
};

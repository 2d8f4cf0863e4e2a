/** Hypercalls about what a VM shares with the VMM and with other VMs: events, channels, grants. */
import { HypercallError, type HypercallResult } from '../../sockets/index.js';
import type { Domain } from './domain/index.js';
import { done, fixed, refused, type Rows } from './para-call.js';
import { Channel } from './shared/index.js';

const { InvalidParam } = HypercallError;

export const sharingCalls: Rows<
  | 'SendEvent'
  | 'OpenChannel'
  | 'ConnectChannel'
  | 'CloseChannel'
  | 'Grant'
  | 'Revoke'
  | 'AcceptGrant'
  | 'DropGrant'
> = {
  SendEvent: {
    arguments: ['channel'],
    does: 'notifies whoever is at the other end: for a ring, the VMM serves it before it returns',
    errors: ['InvalidParam', 'Denied'],
    cost: fixed(50),
    inBatch: true,
    run: ({ domain }, [channel]) => sendEvent(domain, channel!),
  },
  OpenChannel: {
    arguments: ['number of the VM that may connect'],
    does: 'opens a channel; the value is its number',
    errors: ['InvalidParam', 'PagingError'],
    cost: fixed(100),
    inBatch: true,
    run: ({ domain }, [vm]) => domain.channels.open(vm!),
  },
  ConnectChannel: {
    arguments: ['number of the other VM', 'its channel'],
    does: 'connects a new channel to it; the value is its number',
    errors: ['InvalidParam', 'Denied', 'PagingError'],
    cost: fixed(100),
    inBatch: true,
    run: ({ domain }, [vm, channel]) => domain.channels.connect(vm!, channel!),
  },
  CloseChannel: {
    arguments: ['channel'],
    does: 'closes both ends',
    errors: ['InvalidParam'],
    cost: fixed(100),
    inBatch: true,
    run: ({ domain }, [channel]) => domain.channels.close(channel!),
  },
  Grant: {
    arguments: ['number of the other VM', 'address of the page', '1: for stores too'],
    does: 'lets it map the page; the value is the number of the grant',
    errors: ['InvalidParam', 'InvalidAddress', 'Denied', 'PagingError'],
    cost: fixed(100),
    inBatch: true,
    run: ({ domain }, [vm, address, write]) => domain.grants.grant(vm!, address!, write!),
  },
  Revoke: {
    arguments: ['number of the grant'],
    does: 'ends it; refused while the other VM maps the page',
    errors: ['InvalidParam', 'PagingError'],
    cost: fixed(1000), // it looks through tables
    inBatch: true,
    run: ({ domain }, [grant]) => domain.grants.revoke(grant!),
  },
  AcceptGrant: {
    arguments: ['number of the VM that grants', 'number of the grant'],
    does: 'the page may be mapped; the value is its machine frame',
    errors: ['InvalidParam', 'Denied', 'PagingError'],
    cost: fixed(100),
    inBatch: true,
    run({ domain }, [vm, grant]) {
      const granter = domain.domains.get(vm!);
      return granter === undefined ? refused(InvalidParam) : granter.grants.acceptFor(domain, grant!);
    },
  },
  DropGrant: {
    arguments: ['number of the VM that grants', 'number of the grant'],
    does: 'the page may not be mapped any more; refused while it is',
    errors: ['InvalidParam', 'PagingError'],
    cost: fixed(1000),
    inBatch: true,
    run({ domain }, [vm, grant]) {
      const granter = domain.domains.get(vm!);
      return granter === undefined ? refused(InvalidParam) : granter.grants.dropFor(domain, grant!);
    },
  },
};

function sendEvent(domain: Domain, channel: number): HypercallResult {
  switch (channel) {
    case Channel.Console: {
      const wrong = domain.console.print();
      if (wrong !== undefined) {
        domain.end(wrong);
      }
      return done();
    }
    case Channel.Disk: {
      const served = domain.disk.serve();
      if (typeof served === 'string') {
        domain.end(served);
      } else if (served > 0) {
        domain.events.raise(Channel.Disk);
        domain.endReservation(); // the disk may have written to the word
      }
      return done();
    }
    default:
      return domain.channels.send(channel);
  }
}

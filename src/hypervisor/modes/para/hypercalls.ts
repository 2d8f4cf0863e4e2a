/**
 * The hypercalls of PARA_EXTENSION, in one table: by number, with arguments, what each answers, and what it costs beside the switch
 * into the VMM and back. The error code goes to a0, the value to a1. A call that fails has changed nothing, where its row says no more.
 */
import { REG_A0, REG_A1, REG_A6 } from '../../../machine/index.js';
import { HypercallError, SHARED_INFO, type HypercallResult } from '../../sockets/index.js';
import { armTimer } from '../../vm/index.js';
import type { Caller } from './caller.js';
import {
  UPDATE_CYCLES,
  UpdateRing,
  balloonIn,
  balloonOut,
  pageUpdates,
  type Domain,
} from './domain/index.js';
import { Channel, PARA_CALLS_MAX, ParaCall } from './shared/index.js';
import { returnFromTrap } from './traps.js';

export interface ParaCallRow {
  readonly number: number;
  readonly arguments: readonly string[];
  readonly does: string;
  readonly errors: readonly (keyof typeof HypercallError | 'PagingError')[];
  /** Cycles beside the world switch, for these arguments. Chosen: about the VMM's instructions. */
  readonly cost: (args: readonly number[]) => number;
  /** Whether it may be in a multicall: the guest goes on after it. */
  readonly inBatch: boolean;
  /** Undefined: the guest gets no answer, it goes on elsewhere or has ended. */
  readonly run: (guest: Caller, args: readonly number[]) => HypercallResult | undefined;
}

type Name = keyof typeof ParaCall;
const { Success, InvalidParam, InvalidAddress, NotSupported, Denied } = HypercallError;
const done = (value = 0): HypercallResult => ({ error: Success, value });
const refused = (error: number): HypercallResult => ({ error, value: 0 });
const fixed = (cycles: number) => () => cycles;

const rows: Readonly<Record<Name, Omit<ParaCallRow, 'number'>>> = {
  Multicall: {
    arguments: [
      'address of the calls, 32 bytes each: call, five arguments, error, value',
      'how many, at most 32',
    ],
    does: 'runs the calls in order; stops after the first that fails, whose number is the value',
    errors: ['InvalidParam', 'InvalidAddress', 'Denied', 'NotSupported'],
    cost: fixed(50),
    inBatch: false,
    run: multicall,
  },
  SetTrapEntry: {
    arguments: ['entry', 'end of the kernel stack for traps from processes'],
    does: 'traps and events go there, with a frame on the stack',
    errors: ['InvalidParam'],
    cost: fixed(50),
    inBatch: true,
    run({ domain }, [entry, stack]) {
      if (entry! % 4 !== 0 || stack! % 16 !== 0) {
        return refused(InvalidParam);
      }
      domain.trapEntry = { entry: entry!, stack: stack! };
      return done();
    },
  },
  SetStack: {
    arguments: ['end of the kernel stack for traps from processes'],
    does: 'switches the stack; ReturnFromTrap does so by itself',
    errors: ['InvalidParam', 'Denied'],
    cost: fixed(20),
    inBatch: true,
    run({ domain }, [stack]) {
      if (domain.trapEntry === undefined || stack! % 16 !== 0) {
        return refused(domain.trapEntry === undefined ? Denied : InvalidParam);
      }
      domain.trapEntry.stack = stack!;
      return done();
    },
  },
  ReturnFromTrap: {
    arguments: [],
    does: 'goes on as the frame at sp says; to a process after the updates that wait in their ring. Where that is impossible the VM ends',
    errors: [],
    cost: fixed(50),
    inBatch: false,
    run({ domain }) {
      const impossible = returnFromTrap(domain);
      if (impossible !== undefined) {
        domain.end(impossible);
      }
      return undefined;
    },
  },
  TakeEvents: {
    arguments: [],
    does: 'unmasks events and takes those that wait, in one',
    errors: [],
    cost: fixed(20),
    inBatch: false,
    run({ domain }) {
      domain.info.write(SHARED_INFO.enabled, 1);
      return done();
    },
  },
  Block: {
    arguments: [],
    does: 'sleeps until an event is pending, even if events are masked',
    errors: [],
    cost: fixed(50),
    inBatch: false,
    run(guest) {
      guest.sleep();
      return done();
    },
  },
  Yield: {
    arguments: [],
    does: 'lets the other VMs run first',
    errors: [],
    cost: fixed(20),
    inBatch: false,
    run({ vm }) {
      vm.yielded = true;
      return done();
    },
  },
  SetTimer: {
    arguments: ['low', 'high'],
    does: 'the timer event comes at this virtual time; an old one is not pending any more',
    errors: [],
    cost: fixed(50),
    inBatch: true,
    run({ domain, vcpu }, [low, high]) {
      domain.events.clearTimer();
      armTimer(vcpu, low! + high! * 2 ** 32);
      return done();
    },
  },
  Shutdown: {
    arguments: ['reason: 0 success, others the guest chooses'],
    does: 'ends the VM',
    errors: [],
    cost: fixed(0),
    inBatch: false,
    run({ vm }, [code]) {
      vm.finish({ kind: 'finished', code: code! });
      return undefined;
    },
  },
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

/** The table by number. */
export const paraCalls: ReadonlyMap<number, ParaCallRow & { readonly name: Name }> = new Map(
  (Object.keys(rows) as Name[]).map((name) => [
    ParaCall[name],
    { name, number: ParaCall[name], ...rows[name] },
  ]),
);

/** ECALL with PARA_EXTENSION. */
export function serveParaCall(guest: Caller): void {
  const { vcpu, domain } = guest;
  const register = (number: number) => (vcpu.x[number] as number) >>> 0;
  const args = [0, 1, 2, 3, 4].map((index) => register(REG_A0 + index));
  const call = paraCalls.get(register(REG_A6));
  vcpu.step(); // like every ECALL, it does not retire
  vcpu.pc = (vcpu.pc + 4) >>> 0;
  const result = call === undefined ? refused(NotSupported) : runCall(guest, call, args);
  domain.info.tellTime();
  if (result !== undefined) {
    vcpu.x[REG_A0] = result.error;
    vcpu.x[REG_A1] = result.value;
  }
}

function runCall(guest: Caller, call: ParaCallRow, args: readonly number[]): HypercallResult | undefined {
  guest.services.machine.charge(call.cost(args));
  return call.run(guest, args);
}

const ENTRY_BYTES = 32;

function multicall(guest: Caller, [address, count]: readonly number[]): HypercallResult {
  const { domain, vm } = guest;
  if (address! % 4 !== 0 || count! > PARA_CALLS_MAX) {
    return refused(InvalidParam);
  }
  const bytes = count! * ENTRY_BYTES;
  const writable = () => domain.has(address!, bytes) && domain.mayWrite(address!, bytes);
  if (!writable()) {
    return refused(InvalidAddress);
  }
  const copy = vm.memory.readBytes(address!, bytes); // before the first of them is carried out
  const words = new DataView(copy.buffer, copy.byteOffset, bytes);
  for (let i = 0; i < count!; i++) {
    const word = (index: number) => words.getUint32(ENTRY_BYTES * i + 4 * index, true);
    const call = paraCalls.get(word(0));
    const args = [1, 2, 3, 4, 5].map(word);
    const result =
      call === undefined
        ? refused(NotSupported)
        : call.inBatch
          ? runCall(guest, call, args)!
          : refused(Denied);
    if (vm.end !== undefined || !writable()) {
      return { error: Denied, value: i }; // a call of the batch has made a page table of the batch's own page
    }
    vm.memory.writeWord(address! + ENTRY_BYTES * i + 24, result.error);
    vm.memory.writeWord(address! + ENTRY_BYTES * i + 28, result.value);
    if (result.error !== Success) {
      return { error: result.error, value: i };
    }
  }
  return done(count);
}

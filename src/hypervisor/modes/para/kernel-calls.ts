/** Hypercalls of a kernel about itself: where its traps go and how it returns from them, its sleep, its timer, its end. */
import { HypercallError, SHARED_INFO } from '../../sockets/index.js';
import { armTimer } from '../../vm/index.js';
import { done, fixed, refused, type Rows } from './para-call.js';
import { returnFromTrap } from './traps.js';

const { InvalidParam, Denied } = HypercallError;

export const kernelCalls: Rows<
  'SetTrapEntry' | 'SetStack' | 'ReturnFromTrap' | 'TakeEvents' | 'Block' | 'Yield' | 'SetTimer' | 'Shutdown'
> = {
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
};

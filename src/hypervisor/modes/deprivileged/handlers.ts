/**
 * What the VMM does about each kind of exit: a table keyed by the exit's name, one for each mode. A handler finishes what the
 * guest's instruction was meant to do, or gives the guest a trap, or ends the VM; it never stops the VMM.
 */
import { Cause } from '../../../machine/index.js';
import { accessDevice } from './device-access.js';
import { emulateInstruction } from '../trap-and-emulate/emulate-instruction.js';
import type { Exit, ExitName } from './exits.js';
import { fillShadow } from './fill-shadow.js';
import { giveTrap } from './give-trap.js';
import type { Host } from '../../cpu/vmm-services.js';
import { serveHypercall } from '../para/serve-hypercall.js';
import { serveSbiCall } from './serve-sbi-call.js';
import type { Vm } from '../../vm/vm.js';

type Handler<Name extends ExitName> = (vm: Vm, exit: Exit & { readonly name: Name }, host: Host) => void;
type Handlers = { readonly [Name in ExitName]: Handler<Name> };

/** Meters the exit and deals with it. */
export function handleExit(vm: Vm, exit: Exit, host: Host): void {
  const table = vm.para ? paraHandlers : fullHandlers;
  vm.count(exit.name);
  (table[exit.name] as Handler<ExitName>)(vm, exit, host);
}

/** Full virtualization: the guest's kernel must not notice that it is deprivileged. */
const fullHandlers: Handlers = {
  'privileged instruction': (vm, { instruction }, host) => emulateInstruction(vm, instruction, host),
  'illegal instruction': (vm, { word }, host) => giveTrap(vm, Cause.IllegalInstruction, word, host),
  'system call': (vm, _exit, host) => giveTrap(vm, Cause.EcallFromU, 0, host),
  'SBI call': serveSbiCall,
  hypercall: serveSbiCall, // here the vendor space is empty, as on the bare machine
  'page fault': fillShadow,
  'device access': accessDevice,
  'guest exception': (vm, { cause, tval }, host) => giveTrap(vm, cause, tval, host),
};

/** Paravirtualization: the guest knows. It asks, and what it does not ask for it does not get. */
const paraHandlers: Handlers = {
  ...fullHandlers,
  'privileged instruction': (vm, { instruction }, host) =>
    giveTrap(vm, Cause.IllegalInstruction, instruction.word, host),
  hypercall: serveHypercall,
};

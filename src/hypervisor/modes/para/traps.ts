/**
 * Traps and events into a paravirtual kernel, and its way back. A kernel says at which entry it wants them. With SetTrapEntry the VMM puts
 * a frame onto the kernel's stack (TRAP_FRAME); with exercise 13's SetCallback it leaves one in the shared-info page (RETURN_FRAME).
 */
import {
  Mode,
  REG_A0,
  REG_A6,
  REG_A7,
  REG_SP,
  SSTATUS_SPIE,
  SSTATUS_SPP,
  causeName,
  hex,
} from '../../../machine/index.js';
import { RETURN_FRAME, SHARED_INFO, type ReturnFrame } from '../../sockets/index.js';
import type { Vcpu } from '../../vm/index.js';
import { type Domain, type TrapEntry } from './domain/index.js';
import { TRAP_FRAME } from './shared/index.js';

const STACK_ALIGNMENT = 16;
const NOTHING_WAITS = { error: 0, value: 0 };

/** A trap into the guest's kernel. Ends the VM where that is impossible. */
export function enterKernel(domain: Domain, cause: number, tval: number): void {
  const { vcpu, trapEntry, callback } = domain;
  vcpu.tellTrap(cause, tval);
  domain.info.tellTime();
  if (trapEntry !== undefined) {
    pushFrame(domain, trapEntry, cause, tval);
  } else if (callback !== undefined) {
    leaveFrame(domain, callback, cause, tval);
  } else {
    domain.end(`${causeName(cause)} at ${hex(vcpu.pc)} before the guest had set a callback`);
  }
}

/** A frame on the kernel's stack: that of the process, whose depth is known, or below what the kernel itself has there. */
function pushFrame(domain: Domain, { entry, stack }: TrapEntry, cause: number, tval: number): void {
  const { vcpu, info } = domain;
  const sp = register(vcpu, REG_SP);
  const top = vcpu.mode === Mode.User ? stack : sp - (sp % STACK_ALIGNMENT);
  const frame = (top - TRAP_FRAME.bytes) >>> 0;
  const status =
    (vcpu.mode === Mode.Supervisor ? SSTATUS_SPP : 0) |
    (info.read(SHARED_INFO.enabled) === 1 ? SSTATUS_SPIE : 0);
  const words = [
    [TRAP_FRAME.pc, vcpu.pc],
    [TRAP_FRAME.sp, sp],
    [TRAP_FRAME.status, status],
    [TRAP_FRAME.cause, cause],
    [TRAP_FRAME.tval, tval],
  ] as const;
  for (const [offset, value] of words) {
    const at = domain.space.wordOfKernel((frame + offset) >>> 0, true);
    if (at === undefined) {
      domain.end(
        `${causeName(cause)} at ${hex(vcpu.pc)}, and there is no stack at ${hex(frame)} for its frame`,
      );
      return;
    }
    domain.machine.memory.write32(at, value >>> 0);
  }
  info.write(SHARED_INFO.enabled, 0);
  vcpu.x[REG_SP] = frame;
  vcpu.mode = Mode.Supervisor;
  vcpu.pc = entry;
}

/** Goes on as the frame at sp says. From now on the stack of this frame is that of the process. Returns why that is impossible. */
export function returnFromTrap(domain: Domain): string | undefined {
  const { vcpu, info, space } = domain;
  const frame = register(vcpu, REG_SP);
  const read = (offset: number) => {
    const at = space.wordOfKernel((frame + offset) >>> 0, false);
    return at === undefined ? undefined : domain.machine.memory.read32(at);
  };
  const { pc, sp, a6, a7, status } = TRAP_FRAME;
  const [newPc, newSp, newA6, newA7, newStatus] = [read(pc), read(sp), read(a6), read(a7), read(status)];
  if (
    newPc === undefined ||
    newSp === undefined ||
    newA6 === undefined ||
    newA7 === undefined ||
    newStatus === undefined
  ) {
    return `it returns from a trap, and there is no frame at ${hex(frame)}`;
  }
  const mode = newStatus & SSTATUS_SPP ? Mode.Supervisor : Mode.User;
  const { error, value } = (mode === Mode.User && domain.updateRing?.serve()) || NOTHING_WAITS;
  if (error !== 0) {
    return `it returns to a process, and update ${value} of those that wait in its ring is refused (${error})`;
  }
  if (!space.canRun(mode)) {
    return 'it returns to a process, and has set no root for processes';
  }
  if (mode === Mode.User && domain.trapEntry !== undefined) {
    domain.trapEntry.stack = (frame + TRAP_FRAME.bytes) >>> 0;
  }
  domain.endReservation();
  vcpu.pc = (newPc & ~1) >>> 0;
  vcpu.x[REG_SP] = newSp;
  vcpu.x[REG_A6] = newA6;
  vcpu.x[REG_A7] = newA7;
  vcpu.mode = mode;
  info.write(SHARED_INFO.enabled, newStatus & SSTATUS_SPIE ? 1 : 0);
  return undefined;
}

function leaveFrame({ vcpu, info }: Domain, { entry, stack }: TrapEntry, cause: number, tval: number): void {
  info.write(SHARED_INFO.cause, cause);
  info.write(SHARED_INFO.tval, tval);
  const frame = SHARED_INFO.frame;
  info.write(frame + RETURN_FRAME.pc, vcpu.pc);
  info.write(frame + RETURN_FRAME.sp, register(vcpu, REG_SP));
  info.write(frame + RETURN_FRAME.a0, register(vcpu, REG_A0));
  info.write(frame + RETURN_FRAME.a6, register(vcpu, REG_A6));
  info.write(frame + RETURN_FRAME.a7, register(vcpu, REG_A7));
  info.write(frame + RETURN_FRAME.mode, vcpu.mode);
  info.write(frame + RETURN_FRAME.enabled, info.read(SHARED_INFO.enabled));
  info.write(SHARED_INFO.enabled, 0);
  if (vcpu.mode === Mode.User) {
    vcpu.x[REG_SP] = stack;
  }
  vcpu.mode = Mode.Supervisor;
  vcpu.pc = entry;
}

/** The guest has handled a trap: it goes on as the frame says (exercise 13's ReturnTo). */
export function resume(domain: Domain, frame: ReturnFrame): void {
  const { vcpu, info } = domain;
  if (!domain.space.canRun(frame.mode)) {
    domain.end('it returns to a process, and has set no root for processes');
    return;
  }
  domain.endReservation();
  vcpu.x[REG_SP] = frame.sp;
  vcpu.x[REG_A0] = frame.a0;
  vcpu.x[REG_A6] = frame.a6;
  vcpu.x[REG_A7] = frame.a7;
  vcpu.pc = frame.pc;
  vcpu.mode = frame.mode;
  info.write(SHARED_INFO.enabled, frame.enabled);
}

const register = (vcpu: Vcpu, number: number) => (vcpu.x[number] as number) >>> 0;

/**
 * What the interpreter's loop leaves over: loads and stores that are not plain accesses to RAM, the atomic operations,
 * the CSRs, and the system instructions. Each may raise an exception; then nothing is committed.
 */
import { atomic } from '../hart/atomics.js';
import { Cause } from '../isa/causes.js';
import { accessCsr } from '../csr/csr-access.js';
import { load, store } from '../hart/data-access.js';
import { SINK, type Hart } from '../hart/hart.js';
import { more, Op, rd, rs1, rs2 } from './plans.js';
import { executeSystem } from '../hart/system.js';

/** Returns what goes to rd; or raises an exception. */
export function perform(hart: Hart, plan: number, immediate: number): number {
  const operation = more(plan);
  const a = hart.x[rs1(plan)]!;
  const b = hart.x[rs2(plan)]!;
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- what the loop leaves over
  switch ((plan & 127) as Op) {
    case Op.Lb:
    case Op.Lh:
    case Op.Lw:
    case Op.Lbu:
    case Op.Lhu:
      return load(hart, operation, (a + immediate) | 0);
    case Op.Sb:
    case Op.Sh:
    case Op.Sw:
      store(hart, operation, (a + immediate) | 0, b);
      return 0;
    case Op.Atomic:
      return atomic(hart, operation, a, b);
    case Op.Csr: {
      const target = rd(plan) === SINK ? 0 : rd(plan);
      return accessCsr(hart, operation, immediate >>> 20, target, rs1(plan), a, immediate);
    }
    case Op.System:
      return executeSystem(hart, operation, immediate, a, b);
    default:
      return hart.raise(Cause.IllegalInstruction, immediate);
  }
}

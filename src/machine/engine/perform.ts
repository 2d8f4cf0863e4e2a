/**
 * Executes what the interpreter's loop does not: loads and stores that are not plain accesses to RAM, the atomic
 * operations, CSR accesses and the system instructions. Each may raise an exception; then it has changed nothing else.
 */
import { atomic, executeSystem, type Hart, load, store } from '../hart/index.js';
import { Cause } from '../isa/index.js';
import { accessCsr } from '../csr/index.js';
import { more, Op, rs1, rs2 } from './plans.js';

/** Returns the value for rd, or raises an exception. */
export function perform(hart: Hart, plan: number, immediate: number): number {
  const operation = more(plan);
  const a = hart.x[rs1(plan)]!;
  const b = hart.x[rs2(plan)]!;
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the loop executes the others
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
    case Op.Csr:
      return accessCsr(hart, immediate, a);
    case Op.System:
      return executeSystem(hart, operation, immediate, a, b);
    default:
      return hart.raise(Cause.IllegalInstruction, immediate);
  }
}

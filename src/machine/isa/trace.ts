/**
 * What a trace tells. It is off by default, and costs nothing while it is off. Addresses and values are unsigned. A mode is a
 * guest's where it is `virtual` (privileged specification 1.12, section 8.1); without the hypervisor extension none is.
 */
export type TraceEvent =
  /** An instruction is about to execute; the registers still show the state before it. */
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly pc: number;
      readonly mode: number;
      readonly virtual: boolean;
      readonly word: number;
    }
  /** A trap is taken, interrupts included. `to` is the mode whose handler gets it. */
  | {
      readonly kind: 'trap';
      readonly pc: number;
      readonly cause: number;
      readonly tval: number;
      readonly from: number;
      readonly fromVirtual: boolean;
      readonly to: number;
      readonly toVirtual: boolean;
    }
  /** An instruction wrote a CSR; `value` is what the CSR holds afterwards. */
  | { readonly kind: 'csr'; readonly pc: number; readonly csr: number; readonly value: number }
  /** The hart changed its privilege mode, by a trap, SRET or MRET. */
  | {
      readonly kind: 'mode';
      readonly from: number;
      readonly fromVirtual: boolean;
      readonly to: number;
      readonly toVirtual: boolean;
    }
  /** The TLB had no answer and the page table was read. */
  | {
      readonly kind: 'walk';
      readonly address: number;
      readonly access: AccessName;
      /** The entries read, root first. */
      readonly entries: readonly { readonly address: number; readonly value: number }[];
      /** The 34-bit physical address, where there is one. */
      readonly physical: number | undefined;
    };

export type AccessName = 'fetch' | 'load' | 'store';

/** Receives the events in the order in which they happen. */
export type Tracer = (event: TraceEvent) => void;

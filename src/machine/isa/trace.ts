/**
 * The events of a trace. Tracing is off by default, and costs nothing while it is off. Addresses and values are unsigned. A mode
 * with `virtual` is a mode of a guest (privileged specification 1.12, section 8.1), which needs the hypervisor extension.
 */
export type TraceEvent =
  /** An instruction is about to be executed. The registers still hold the state before it. */
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly pc: number;
      readonly mode: number;
      readonly virtual: boolean;
      readonly word: number;
    }
  /** An exception or interrupt is taken. The mode `to` handles it. */
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
  /** An instruction has written a CSR. `value` is the value of the CSR after the write. */
  | { readonly kind: 'csr'; readonly pc: number; readonly csr: number; readonly value: number }
  /** A trap, SRET or MRET has changed the privilege mode. */
  | {
      readonly kind: 'mode';
      readonly from: number;
      readonly fromVirtual: boolean;
      readonly to: number;
      readonly toVirtual: boolean;
    }
  /** The TLB missed, and the page tables were walked. */
  | {
      readonly kind: 'walk';
      readonly address: number;
      readonly access: AccessName;
      /** The entries that were read, the root first. */
      readonly entries: readonly { readonly address: number; readonly value: number }[];
      /** The physical address (34 bits), if the walk found one. */
      readonly physical: number | undefined;
    };

export type AccessName = 'fetch' | 'load' | 'store';

/** Receives the events in the order in which they happen. */
export type Tracer = (event: TraceEvent) => void;

/**
 * Grants: a VM lets another one map a page of its memory. The other accepts the grant, and learns the page's machine frame, which it may
 * then put into its page tables. A grant ends only while no table of the other VM maps the page: nobody keeps a page that is not his
 * any more. (Xen's grant tables; Fraser et al. 2004.)
 */
import { PAGE_BYTES, PTE_PPN_SHIFT, PTE_V } from '../../../../machine/index.js';
import { entryAddress } from '../../../memory/direct/index.js';
import { HypercallError, PagingError, type HypercallResult } from '../../../sockets/index.js';
import type { Vm } from '../../../vm/index.js';
import type { PagedVm } from './paged-vm.js';

interface Grant {
  readonly to: number;
  readonly frame: number;
  readonly right: 'read' | 'write';
  accepted: boolean;
}

/** Grants that one VM can have given at once. */
export const GRANTS_MAX = 64;

const { Success, InvalidParam, InvalidAddress, Denied } = HypercallError;
const { Busy } = PagingError;
const done = (value = 0): HypercallResult => ({ error: Success, value });
const refused = (error: number): HypercallResult => ({ error, value: 0 });

export class Grants {
  readonly #giver: PagedVm;
  readonly #vmOf: (vm: number) => PagedVm | undefined;
  /** By number, from 1 upwards. */
  readonly #grants = new Map<number, Grant>();
  #last = 0;

  /** `vmOf`: each VM of the world by its number. */
  constructor(giver: PagedVm, vmOf: (vm: number) => PagedVm | undefined) {
    this.#giver = giver;
    this.#vmOf = vmOf;
  }

  /** The value is the number of the grant. */
  grant(to: number, address: number, write: number): HypercallResult {
    const { vm } = this.#giver;
    if (address % PAGE_BYTES !== 0 || write > 1 || to === vm.id || this.#vmOf(to) === undefined) {
      return refused(InvalidParam);
    }
    const frame = this.#giver.frameAt(address);
    if (frame === undefined) {
      return refused(InvalidAddress);
    }
    if (this.#giver.rightTo(frame) !== 'own') {
      return refused(Denied); // the shared-info page
    }
    if (this.#grants.size >= GRANTS_MAX) {
      return refused(Busy);
    }
    this.#last += 1;
    vm.hasPartners = true;
    this.#grants.set(this.#last, { to, frame, right: write === 1 ? 'write' : 'read', accepted: false });
    return done(this.#last);
  }

  revoke(number: number): HypercallResult {
    const grant = this.#grants.get(number);
    if (grant === undefined) {
      return refused(InvalidParam);
    }
    const error = this.#giveUp(grant);
    if (error === Success) {
      this.#grants.delete(number);
    }
    return refused(error);
  }

  /** Another VM accepts a grant of this one. The value is the machine frame. */
  acceptFor(other: PagedVm, number: number): HypercallResult {
    const grant = this.#grants.get(number);
    if (grant === undefined || grant.to !== other.vm.id) {
      return refused(grant === undefined ? InvalidParam : Denied);
    }
    if (other.rightTo(grant.frame) !== 'none') {
      return refused(Busy); // by this grant, or by another one of the same page
    }
    grant.accepted = true;
    other.vm.hasPartners = true;
    other.lend(grant.frame, grant.right);
    return done(grant.frame);
  }

  dropFor(other: PagedVm, number: number): HypercallResult {
    const grant = this.#grants.get(number);
    if (grant === undefined || grant.to !== other.vm.id || !grant.accepted) {
      return refused(InvalidParam);
    }
    return refused(this.#giveUp(grant));
  }

  /** Whether a page of this VM is granted to anybody. */
  holds(frame: number): boolean {
    return [...this.#grants.values()].some((grant) => grant.frame === frame);
  }

  /** The frames that a VM may map by grants of this one that it has accepted. */
  acceptedBy(other: PagedVm): number[] {
    const accepted = [...this.#grants.values()].filter((grant) => grant.accepted && grant.to === other.vm.id);
    return accepted.map(({ frame }) => frame);
  }

  /** This VM is gone: its pages vanish from the tables of the others, whose next access to them faults. */
  end(): void {
    for (const grant of this.#grants.values()) {
      const other = this.#vmOf(grant.to);
      if (other !== undefined && grant.accepted) {
        for (const place of placesOf(other, grant.frame)) {
          this.#giver.paging.update(other.vm.id, [{ ...place, entry: 0 }]);
        }
        other.translationsChanged();
        other.lend(grant.frame, undefined);
      }
    }
    this.#grants.clear();
  }

  /** Another VM is gone: what was granted to it is nobody's. The next VM with its number shall not find it. */
  forget(gone: Vm): void {
    for (const [number, grant] of this.#grants) {
      if (grant.to === gone.id) {
        this.#grants.delete(number);
      }
    }
  }

  #giveUp(grant: Grant): number {
    const other = this.#vmOf(grant.to);
    if (!grant.accepted || other === undefined) {
      return Success;
    }
    if (placesOf(other, grant.frame).length > 0) {
      return Busy;
    }
    grant.accepted = false;
    other.lend(grant.frame, undefined);
    return Success;
  }
}

/** The places in a VM's page tables that map a frame. All tables are looked through: grants do not end often. */
function placesOf({ machine, paging, frames }: PagedVm, frame: number): { frame: number; index: number }[] {
  const places: { frame: number; index: number }[] = [];
  for (const table of frames) {
    if (paging.info(table).type !== 'l1') {
      continue;
    }
    for (let index = 0; index < PAGE_BYTES / 4; index++) {
      const entry = machine.memory.read32(entryAddress(table, index));
      if ((entry & PTE_V) !== 0 && entry >>> PTE_PPN_SHIFT === frame) {
        places.push({ frame: table, index });
      }
    }
  }
  return places;
}

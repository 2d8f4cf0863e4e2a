/**
 * Ballooning: a VM gives pages back to the VMM, and gets pages again. The VMM says how many it should have; the guest decides which.
 * (Waldspurger 2002, section 3.2; Barham et al. 2003, section 3.3.4.)
 */
import { PAGE_BYTES } from '../../../../machine/index.js';
import { HypercallError, PagingError, type HypercallResult } from '../../../sockets/index.js';
import { Channel, PARA_INFO } from '../shared/index.js';
import type { Domain } from './domain.js';

const { Success, InvalidParam, InvalidAddress, Denied } = HypercallError;
const { Busy } = PagingError;
const answer = (error: number): HypercallResult => ({ error, value: 0 });

/** The page at a guest-physical address goes back. It must not be mapped, be a table, or be granted. */
export function balloonOut(domain: Domain, address: number): HypercallResult {
  if (address % PAGE_BYTES !== 0) {
    return answer(InvalidParam);
  }
  const frame = domain.frameAt(address);
  if (frame === undefined) {
    return answer(InvalidAddress);
  }
  if (domain.rightTo(frame) !== 'own') {
    return answer(Denied); // the shared-info page
  }
  if (domain.paging.info(frame).references > 0 || domain.grants.holds(frame)) {
    return answer(Busy);
  }
  const guestFrame = address / PAGE_BYTES;
  if (!domain.services.allocator.release(domain.vm.id, guestFrame, 1)) {
    throw new Error(
      `the allocator keeps guest frame ${guestFrame} of VM ${domain.vm.id}, which it has given out`,
    );
  }
  domain.setFrame(guestFrame, undefined, frame);
  domain.translationsChanged(); // the boot map has lost it
  return answer(Success);
}

/** A page of zeros comes to a guest-physical address that has none, while the VM has less than its target. */
export function balloonIn(domain: Domain, address: number): HypercallResult {
  if (address % PAGE_BYTES !== 0) {
    return answer(InvalidParam);
  }
  const { memory, id } = domain.vm;
  if (!memory.contains(address, PAGE_BYTES)) {
    return answer(InvalidAddress);
  }
  if (domain.frameAt(address) !== undefined || domain.pagesNow >= domain.target) {
    return answer(Denied);
  }
  const guestFrame = address / PAGE_BYTES;
  if (!domain.services.allocator.allocate(id, guestFrame, 1)) {
    return answer(Busy);
  }
  domain.setFrame(guestFrame, memory.frameOf(guestFrame), undefined);
  return answer(Success);
}

/** The VMM wants the VM to have this many pages: at least one, at most those that it was created with. */
export function setTarget(domain: Domain, pages: number): void {
  if (!Number.isInteger(pages) || pages < 1 || pages > domain.pages) {
    throw new RangeError(`a target is from 1 to ${domain.pages} pages, not ${pages}`);
  }
  domain.target = pages;
  domain.info.write(PARA_INFO.balloonTarget, pages);
  domain.events.raise(Channel.Balloon);
  domain.vm.resume();
}

/** The parts that make the VMM complete, and the checks of what they return. */
export { controlsOf, fillOn, type GStageStore } from './assist-on.js';
export { checkedAllocator } from './checked-allocator.js';
export { checkedColouring } from './checked-colouring.js';
export { checkedPaging, pagingFacade } from './checked-paging.js';
export { checkedOutcome, checkedResult, checkedTranslation } from './checked-parts.js';
export { checkedSurvey } from './checked-survey.js';
export { emulateOn, type EmulateServices } from './emulate-on.js';
export { hypercallFacade, type FacadeMemory, type HypercallEffects } from './hypercall-facade.js';
export { PartError } from './part-error.js';
export type { Parts } from './parts.js';
export { translateOn } from './translate-on.js';
export { translatePage } from './translate-page.js';

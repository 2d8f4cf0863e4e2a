/** Runs situations of exercise 14 on a machine made for each, and says what came of their steps. */
import type { DirectPagingPart } from '../../../src/hypervisor/index.js';
import { Model, type Observed } from './model-machine.js';
import type { Situation } from './situation.js';

export function observe(part: DirectPagingPart, situation: Situation): Observed[] {
  const model = new Model(part, situation);
  // A copy has the words themselves. What makes them holds the model, and a part may keep 36 MB for each machine.
  return situation.steps.flatMap((step) => {
    const one = model.take(step);
    return one ? { ...one } : [];
  });
}

/** Up to the first step after which something is wrong: what comes later has its cause there. */
export function observeUntilWrong(part: DirectPagingPart, situation: Situation): Observed[] {
  const model = new Model(part, situation);
  const observed: Observed[] = [];
  for (const step of situation.steps) {
    const one = model.take(step);
    if (one === undefined) {
      continue;
    }
    const wrong = model.findWrong(step, one.answer);
    observed.push(wrong ? { ...one, wrong } : one);
    if (wrong) {
      break;
    }
  }
  return observed;
}

/** The answers alone: for whoever knows already that nothing is wrong. */
export function answersOf(part: DirectPagingPart, situation: Situation): (readonly number[])[] {
  const model = new Model(part, situation);
  return situation.steps.flatMap((step) => {
    const answer = model.answer(step);
    return answer ? [answer] : [];
  });
}

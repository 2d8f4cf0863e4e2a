/**
 * The order in which Jest starts test files. It knows how long each took the last time; in a fresh checkout it goes by their
 * sizes, and would leave for the end the tests of the pack: a few lines each, and the longest of all to run.
 */
import Sequencer from '@jest/test-sequencer';

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isOfThePack = ({ path }) => /[\\/]grading[\\/]pack[\\/]/.test(path);
    return [...sorted.filter(isOfThePack), ...sorted.filter((test) => !isOfThePack(test))];
  }
}

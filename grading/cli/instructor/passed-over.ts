/** Says which names in a submission were passed over: whoever thinks that a file counts must hear that it does not. */
import { legibleName } from '../../submission/index.js';

const MOST_NAMES = 8;

export function notePassedOver(whose: string, names: readonly string[]): void {
  if (names.length === 0) {
    return;
  }
  const shown = names.slice(0, MOST_NAMES).map((name) => legibleName(name));
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  process.stderr.write(`hyperlab: note: ${whose}: passed over: ${shown.join(', ')}${more}\n`);
}

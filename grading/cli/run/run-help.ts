/** What `hyperlab run --help` says after its options. */
import { ESCAPE_HELP } from '../../machine/keyboard/index.js';

export const runHelp = `
Keys at a terminal (all others, Ctrl-C too, go to the guest):
${ESCAPE_HELP.map((line) => `  ${line}`).join('\n')}

A script of input (--input-script) has one command on each line:
  # log in, and look around
  expect "login: "         wait until the guest prints this text
  type "root\\n"            type this text; \\n is the Enter key of most guests, \\r of some
  pause 500ms              wait for this much of the guest's own time: s, ms or us
  expect "# "
  type "ls\\npoweroff\\n"
In a text there are also \\t, \\e (escape), \\\\, \\" and \\x00 to \\x7f (Ctrl-C is \\x03). A text counts as printed if it comes after
the text that was expected before. All waiting is by the guest's own time, so each run is the same.

Exit status: the guest's own code; 123 the guest ended well, but the script did not; 124 the budget ran out; 125 the guest can never
go on (it waits, spins or faults for ever); 130 ended by Ctrl-A x; 141 nobody reads the output; 2 wrong usage.
`;

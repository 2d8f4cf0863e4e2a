/** A program, a disk or a file of input that `hyperlab run` cannot use. One line: what, where, how to mend it. */
import { UsersFault } from '../../users-fault.js';

export class BootError extends UsersFault {}

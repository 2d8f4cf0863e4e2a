/** Why nothing is handed out. One line: where, what, how to mend it. */
import { UsersFault } from '../../users-fault.js';

export class HandoutRefused extends UsersFault {}

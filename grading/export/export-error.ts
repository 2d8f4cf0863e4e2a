/** What the user can mend: a roster with a mistake, an option that a format needs. One line each. */
import { UsersFault } from '../users-fault.js';

export class ExportError extends UsersFault {}

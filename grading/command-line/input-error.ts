import { UsersFault } from '../users-fault.js';

/** What the user can mend, and no other room says: a folder that cannot be written, an option that is not there yet. */
export class InputError extends UsersFault {}

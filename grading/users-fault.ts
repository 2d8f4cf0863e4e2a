/**
 * An error about what the user gave us, and can mend: a command says it in one line and ends with status 2. Every other error
 * is the grader's own, with status 3. Each room has its own kind of it.
 */
export class UsersFault extends Error {}

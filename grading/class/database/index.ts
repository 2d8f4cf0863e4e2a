/** The door of this room: what other rooms may use of it. */
export { ClassStore } from './class-store.js';
export { DatabaseError, explainDatabaseError, type Database, type Query } from './database.js';
export { DATABASE_FOLDER, openEmbedded } from './embedded.js';
export { identityText } from './gradings.js';
export { openServer, withoutPassword } from './server.js';
export { serverPrograms, TestServer } from './server-for-tests.js';
export type * from './types.js';

/** The door of this room: what other rooms may use of it. */
export { ClassStore, identityText } from './class-store.js';
export { DatabaseError, explainDatabaseError, type Database, type Query } from './database.js';
export { DATABASE_FOLDER, openEmbedded } from './embedded.js';
export { openServer, withoutPassword } from './server.js';
export { serverPrograms, TestServer } from './server-for-tests.js';
export type * from './types.js';

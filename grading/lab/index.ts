/** The door of this room: what other rooms may use of it. */
export { graderOptions, labFiles, openGrader, openLab, type Lab } from './open-lab.js';

/** What stands in for the parts of other exercises in a handout. The parts themselves are named by their files: a build puts them in. */
export { standIns, standInsFor, standInsToBoot } from './stand-ins.js';

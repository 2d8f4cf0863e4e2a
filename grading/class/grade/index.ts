/** The door of this room: what other rooms may use of it. */
export { Forecast, inWords } from './forecast.js';
export { runLanes, type LaneSetting, type Outcome } from './lanes.js';

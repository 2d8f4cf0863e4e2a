/** The door of this room: what other rooms may use of it. */
export { distributionChart, stackedChart } from './bars.js';
export { percent, twoDigits, type Chart, type Table } from './chart.js';
export { heatChart, heatStep, heatTable, type HeatRow } from './heat.js';
export { itemChart } from './items.js';
export { byNumberChart, overTimeChart } from './over-time.js';

/** The names of the integer registers in the calling convention. RISC-V psABI, table 1. */
export const registerNames: readonly string[] = [
  'zero', // always 0
  'ra', // return address
  'sp', // stack pointer
  'gp', // global pointer
  'tp', // thread pointer
  ...['t0', 't1', 't2'], // temporaries
  ...['s0', 's1'], // saved; s0 is also the frame pointer
  ...['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'], // arguments; results in a0 and a1
  ...['s2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10', 's11'],
  ...['t3', 't4', 't5', 't6'],
];

// The registers that our code needs by number: for the arguments of an SBI call, the state at the start, and the survey.
export const REG_SP = 2;
export const REG_A0 = 10;
export const REG_A1 = 11;
export const REG_A2 = 12;
export const REG_A6 = 16;
export const REG_A7 = 17;

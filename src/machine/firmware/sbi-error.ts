/** The error codes that an SBI call returns in a0. SBI specification 2.0, chapter 3, table of standard errors. */
export const SbiError = {
  Success: 0,
  Failed: -1,
  NotSupported: -2,
  InvalidParameter: -3,
  InvalidAddress: -5,
  AlreadyAvailable: -6,
} as const;

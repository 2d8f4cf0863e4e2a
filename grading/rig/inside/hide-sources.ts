/**
 * A function shows its source text to whoever holds it, and a part is handed functions. From here on, in this process, they
 * show none. This comes before SES is loaded, which keeps the method that it finds.
 */
const hidden = {
  toString(this: void): string {
    return 'function () { [native code] }';
  },
};

Object.defineProperty(Function.prototype, 'toString', {
  ...Object.getOwnPropertyDescriptor(Function.prototype, 'toString'),
  value: hidden.toString,
});

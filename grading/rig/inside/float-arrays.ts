/**
 * Float32Array and Float64Array for parts, without a view of their bytes. What bits a NaN has depends on when the engine
 * compiles a loop, so a part that could read them would have a source of chance. That is why SES keeps both from
 * compartments, and makes `DataView.setFloat64` write one NaN only. Here they lose what shows their bytes, and nothing else:
 * `buffer`, the constructor with a buffer, and TextDecoder.
 */

const REFUSED =
  'a part cannot see the bytes of a float array, since the bits of NaN are not always the same: use a DataView for bytes';

type Method = (this: unknown, ...args: unknown[]) => unknown;

const shared = Object.getPrototypeOf(Uint8Array.prototype) as object;
const tagOf = getterOf(shared, Symbol.toStringTag);
const bufferOf = getterOf(shared, 'buffer');
const offsetOf = getterOf(shared, 'byteOffset');
const lengthOf = getterOf(shared, 'length');
const byteLengthOfBuffer = getterOf(ArrayBuffer.prototype, 'byteLength');
const originals = { Float32Array, Float64Array };

/** Told by what it is inside, not by its prototype, which a part can choose. */
const isFloatArray = (value: unknown): boolean => /^Float/.test(String(Reflect.apply(tagOf, value, [])));

/**
 * Changes the two constructors and what reaches their bytes, for this process. To be called once, before `lockdown()`, which
 * freezes it. What it returns can be given to compartments.
 */
export function takeBytesFromFloatArrays(): Readonly<Record<string, unknown>> {
  const buffer = {
    get buffer(): unknown {
      return Reflect.apply(bufferOf, refuseFloats(this), []);
    },
  };
  redefine(shared, 'buffer', { get: getterOf(buffer, 'buffer') });
  // The language's own `subarray` would hand the buffer to the constructor of a part's subclass.
  replaceMethod(shared, 'subarray', (original) => ({
    subarray(begin: unknown, end: unknown) {
      return Reflect.apply(original, isFloatArray(this) ? bare(this) : this, [begin, end]);
    },
  }));
  replaceMethod(TextDecoder.prototype, 'decode', (original) => ({
    decode(...args: unknown[]) {
      refuseFloats(args[0]);
      return Reflect.apply(original, this, args);
    },
  }));
  const changed = {
    Float32Array: withoutBuffers(originals.Float32Array),
    Float64Array: withoutBuffers(originals.Float64Array),
  };
  Object.assign(globalThis, changed);
  return changed;
}

function refuseFloats<T>(value: T): T {
  if (isFloatArray(value)) {
    throw new TypeError(REFUSED);
  }
  return value;
}

/** The same elements in an array of no subclass, which names the original constructor as its own. */
function bare(array: unknown): object {
  const original = originals[Reflect.apply(tagOf, array, []) as keyof typeof originals];
  const place = [bufferOf, offsetOf, lengthOf].map((get) => Reflect.apply(get, array, []));
  const made = Reflect.construct(original, place) as object;
  return Object.defineProperty(made, 'constructor', { value: original });
}

/** The constructor, which takes lengths and elements and no buffers. It makes the original's arrays. */
function withoutBuffers(original: Float32ArrayConstructor | Float64ArrayConstructor): unknown {
  const replaced = function (...args: unknown[]): unknown {
    if (new.target === undefined) {
      throw new TypeError(`Constructor ${original.name} requires 'new'`);
    }
    if (isBuffer(args[0])) {
      throw new TypeError(REFUSED);
    }
    return Reflect.construct(original, args, new.target as never);
  };
  Object.setPrototypeOf(replaced, Object.getPrototypeOf(original) as object);
  Object.defineProperties(replaced, Object.getOwnPropertyDescriptors(original));
  redefine(original.prototype, 'constructor', { value: replaced });
  return replaced;
}

function isBuffer(value: unknown): boolean {
  try {
    Reflect.apply(byteLengthOfBuffer, value, []);
    return true;
  } catch {
    return false;
  }
}

function getterOf(object: object, key: PropertyKey): Method {
  return Reflect.get(Object.getOwnPropertyDescriptor(object, key)!, 'get') as Method;
}

/** `make` is given the original and returns an object with the new method, which is no constructor, as methods are. */
function replaceMethod(
  object: object,
  key: string,
  make: (original: Method) => Record<string, Method>,
): void {
  redefine(object, key, { value: make(Reflect.get(object, key) as Method)[key] });
}

function redefine(object: object, key: string, change: PropertyDescriptor): void {
  Object.defineProperty(object, key, { ...Object.getOwnPropertyDescriptor(object, key), ...change });
}

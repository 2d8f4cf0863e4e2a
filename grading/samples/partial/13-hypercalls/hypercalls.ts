/** Exercise 13, begun: the console works and is checked; batches are still to come. */
import {
  CONSOLE_WRITE_MAX,
  HYPERCALL_EXTENSION,
  HypercallError,
  HypercallFunction,
  type HypercallPart,
} from '../../src/hypervisor/index.js';

export const dispatch: HypercallPart = ({ extension, function: name, args }, vm) => {
  const [first = 0, second = 0] = args;
  const success = (value = 0) => ({ error: HypercallError.Success, value });
  const failure = (error: number) => ({ error, value: 0 });
  if (extension !== HYPERCALL_EXTENSION) return failure(HypercallError.NotSupported);

  switch (name) {
    case HypercallFunction.SetCallback:
      vm.setCallback(first, second);
      return success();
    case HypercallFunction.SetTimer:
      vm.setTimer(first, second);
      return success();
    case HypercallFunction.ConsoleWrite:
      if (second > CONSOLE_WRITE_MAX) return failure(HypercallError.InvalidParam);
      if (first < vm.memoryBase || first + second > vm.memoryBase + vm.memorySize) {
        return failure(HypercallError.InvalidAddress);
      }
      vm.consoleWrite(vm.readBytes(first, second));
      return success(second);
    case HypercallFunction.Yield:
      vm.yield();
      return success();
    case HypercallFunction.Block:
      vm.block();
      return success();
    case HypercallFunction.Shutdown:
      vm.shutdown(first);
      return success();
    default:
      return failure(HypercallError.NotSupported);
  }
};

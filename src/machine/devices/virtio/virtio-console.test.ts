import { RAM_BASE } from '../../memory/physical/memory-map.js';
import { Driver, layouts, WRITE } from '../../testing-virtio.js';
import { VirtioConsole } from './virtio-console.js';

describe.each(layouts)('in the %s layout', (layout) => {
  test('what if a driver prints more at once than memory holds, or gives no room for input? The queue is broken', () => {
    const port = { putByte: () => undefined, getByte: () => 1 };
    const driver = new Driver(layout, new VirtioConsole(port));
    driver.describe([[RAM_BASE, 0x20_0000, 0]], 1);
    driver.offer(0, 1);
    driver.setUp(0);
    driver.describe([[RAM_BASE, 4, 0]]);
    driver.offer();
    expect([driver.used(0).count, driver.used(1).count]).toEqual([0, 0]);
  });

  test('the console prints what the driver sends, and fills buffers when there is input', () => {
    const printed: number[] = [];
    const input: number[] = [];
    const port = { putByte: (byte: number) => printed.push(byte), getByte: () => input.shift() ?? -1 };
    const driver = new Driver(layout, new VirtioConsole(port));
    driver.memory.bytes.set([72, 105], 0x5800);
    driver.describe([[RAM_BASE + 0x5800, 2, 0]], 1);
    driver.offer(0, 1);
    expect([printed, driver.used(1)]).toEqual([[72, 105], { count: 1, length: 0 }]);
    driver.describe([[RAM_BASE + 0x6000, 4, WRITE]]);
    driver.offer();
    expect(driver.used().count).toBe(0);
    input.push(1, 2, 3);
    driver.transport.serve(0);
    expect(driver.used()).toEqual({ count: 1, length: 3 });
    expect([...driver.memory.bytes.subarray(0x6000, 0x6004)]).toEqual([1, 2, 3, 0]);
  });
});

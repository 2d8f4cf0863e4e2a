/**
 * The plan of the house: which layer may import which, and the rooms of each layer from the ground up. A room is a folder.
 * CONTRIBUTING.md, "Layers and rooms", has the rules in words.
 */

/** What each layer may import beside itself. Only `grading` may import packages and Node.js. */
export const layers: Readonly<Record<string, readonly string[]>> = {
  'src/machine': [],
  'src/assembler': ['src/machine'],
  'src/guests': ['src/machine'],
  'src/hypervisor': ['src/machine', 'src/assembler', 'src/guests'],
  exercises: ['src/machine', 'src/assembler', 'src/guests', 'src/hypervisor'],
  solutions: ['src/machine', 'src/assembler', 'src/guests', 'src/hypervisor'],
  grading: [
    'src/machine',
    'src/assembler',
    'src/guests',
    'src/hypervisor',
    'solutions',
    'exercises',
    'packages',
  ],
};

/** The rooms of each layer that has some. A room may import those before it; '.' is the layer's own folder. */
export const floors: Readonly<Record<string, readonly string[]>> = {
  'src/machine': [
    'isa',
    'memory',
    'program',
    'csr',
    'hart',
    'engine',
    'devices/virtio',
    'devices',
    'firmware',
    '.',
  ],
  'src/assembler': ['text', 'symbols', 'forms', 'encode', 'disassemble', 'assemble', '.'],
  'src/guests': ['para', '.'],
  'src/hypervisor': [
    'accounting',
    'vm',
    'sockets',
    'parts',
    'memory',
    'cpu',
    'modes/deprivileged',
    'modes/trap-and-emulate',
    'modes/para',
    'modes',
    'vmm',
    'observe',
    '.',
  ],
};

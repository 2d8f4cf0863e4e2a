/** The door of `forms`: how instructions, pseudo-instructions, compressed instructions, registers and CSRs are written. */
export { compressedForms } from './compressed-forms.js';
export { csrNumber, csrText } from './csr-names.js';
export { chooseForm, formOfFormat, registerNumber, type Bindings } from './forms.js';
export { pseudosOf, type Pseudo } from './pseudo.js';

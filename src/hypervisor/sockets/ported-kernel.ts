/**
 * The socket of exercise 16: a kernel's port (lecture: Paravirtualization). The part is no function but a text: the source of a kernel, in
 * the language of the lab's assembler, that uses hypercalls where the hardware would have to be virtualized.
 * (Barham et al., "Xen and the Art of Virtualization", SOSP 2003, table 2.)
 */
export type PortedKernel = string;

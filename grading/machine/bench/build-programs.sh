#!/bin/sh
# Builds the benchmark's programs, the same bytes every time. Usage: build-programs.sh DIRECTORY (default: beside this script).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here}
build() { # name, source, flags
  (cd "$here" && riscv64-unknown-elf-gcc -march=rv32imac_zicsr -mabi=ilp32 -O2 -ffreestanding -nostdlib -static \
    -fno-pic -fno-common -fno-tree-loop-distribute-patterns -Wl,--build-id=none,-T,link.ld,-s -I . $3 start.S "$2" -o "$out/$1.elf")
}
build coremark-like coremark-like.c ""
build coremark-like-paged coremark-like.c -DPAGED
build memory-copy memory-copy.c ""
build system-calls system-calls.S -DPAGED
build address-spaces address-spaces.S -DPAGED

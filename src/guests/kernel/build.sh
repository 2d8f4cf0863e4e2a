#!/bin/sh
# Compiles the kernel, its paravirtual port and the programs, the same bytes every time: kernel.elf, kernel.lines, kernel-para.elf and
# programs/. Usage: build.sh DIRECTORY
# The disk image is made from programs/ afterwards; `npm run guests:build` does both.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$(mkdir -p "$1/programs" && cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here"

gcc=riscv64-unknown-elf-gcc
flags="-march=rv32ima_zicsr_zifencei -mabi=ilp32 -mcmodel=medany -ffreestanding -fno-pic -fno-common -fno-builtin \
  -fno-tree-loop-distribute-patterns -fno-asynchronous-unwind-tables -Wall -Wextra -Werror -Wno-unused-parameter \
  -nostdlib -static -Wl,--build-id=none,--no-warn-rwx-segments -ffile-prefix-map=$here=."

$gcc $flags -O2 -g -T kernel.ld arch/*.S arch/*.c core/*.c drivers/*.c fs/*.c -lgcc -o "$work/kernel.elf"
riscv64-unknown-elf-objcopy --strip-debug "$work/kernel.elf" "$out/kernel.elf"
# Which address is which line of the source: address, file, line.
riscv64-unknown-elf-objdump --dwarf=decodedline "$work/kernel.elf" |
  awk '$3 ~ /^0x8/ && $2 ~ /^[0-9]+$/ { print substr($3, 3), $1, $2 }' | sort -s -k1,1 >"$out/kernel.lines"

# The port: the same sources with one patch. Its programs are the same files as the unmodified kernel's.
mkdir "$work/para"
cp -r abi arch core drivers fs kernel.ld "$work/para"
(
  cd "$work/para"
  patch -s -p1 <"$here/para.patch"
  $gcc $flags "-ffile-prefix-map=$work/para=." -O2 -T kernel.ld arch/*.S arch/*.c core/*.c drivers/*.c fs/*.c -lgcc -o kernel.elf
)
riscv64-unknown-elf-objcopy --strip-debug "$work/para/kernel.elf" "$out/kernel-para.elf"

for source in user/*.c; do
  name=$(basename "$source" .c)
  [ "$name" = library ] || $gcc $flags -Os -Wl,-s,-n -T user/program.ld user/start.S user/library.c "$source" -lgcc -o "$out/programs/$name"
done

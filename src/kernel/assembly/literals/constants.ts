import { constantsAddress } from "./layout";

/**
 * V8 makes a vector constant anew wherever one is used, with three instructions and not in a loop's front; what was loaded from
 * memory stays in a register: a loop over two tables of nibbles did 12 GB/s with constants, and 21 without.
 */
export function writeConstants(): void {
  v128.store(constantsAddress, i8x16.splat(15));
  v128.store(constantsAddress, i8x16.splat(0x0a), 16);
  v128.store(constantsAddress, i8x16.splat(0x5c), 32);
  v128.store(constantsAddress, i8x16.splat(0x75), 48);
  v128.store(constantsAddress, i8x16.splat(0x30), 64);
  v128.store(constantsAddress, i16x8.splat(0xff), 80);
}

export function lowNibbles(): v128 {
  return v128.load(constantsAddress);
}

export function newlines(): v128 {
  return v128.load(constantsAddress, 16);
}

export function backslashes(): v128 {
  return v128.load(constantsAddress, 32);
}

export function lettersU(): v128 {
  return v128.load(constantsAddress, 48);
}

export function zeros(): v128 {
  return v128.load(constantsAddress, 64);
}

export function evenBytes(): v128 {
  return v128.load(constantsAddress, 80);
}

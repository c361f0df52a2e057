/**
 * Gives the memory of bytes back at once that nobody looks at any more. For the collector many large buffers are a
 * reason to run, which in a worker with compiled rules takes longer than unpacking what was in them.
 *
 * Only of a buffer that is alone in its memory, or ends it where `isLast`: what lies before it must be done with too.
 */
export function releaseMemory(bytes: Buffer, isLast = false): void {
  const { buffer, byteOffset, length } = bytes;
  const ends = byteOffset + length === buffer.byteLength;
  if (buffer instanceof ArrayBuffer && ends && (isLast || byteOffset === 0) && !buffer.detached) buffer.transfer(0);
}

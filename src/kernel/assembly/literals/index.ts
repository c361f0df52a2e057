/** The literal scan: which lines hold one of some literals, ASCII case aside, or an escape that may hide one. */
export {
  bucketsAddress,
  freeAddress,
  gramHashBits,
  gramHeadsAddress,
  gramsAddress,
  gramShapeAddress,
  hiddenAddress,
  linesAddress,
  marginBytes,
  maxLines,
  nibblesAddress,
  outcomeAddress,
} from "./layout";
export { writeConstants } from "./constants";
export { findByPairs } from "./pair-scan";
export { findByGrams } from "./gram-scan";
export { countNewlines } from "./lines";

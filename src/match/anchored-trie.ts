import { lowerAscii, type FoldedValue, type ValueTest } from "./folded-value.ts";
import { matchSegments, skipForward, type SegmentedPattern } from "./segments.ts";

/**
 * Texts at one end of the value, with what the rest of the value must be for each. A radix tree: an edge carries as many
 * characters as have no branch, so there are at most twice as many nodes as texts, however long they are. A value is
 * walked only as far as some text agrees with it.
 *
 * Walks forward (prefixes) or backward (suffixes); "first" and "next" are meant in that direction.
 */
export class AnchoredTrie implements ValueTest {
  readonly #direction: 1 | -1;
  readonly #root: Node = { text: "", from: 0, to: 0, children: null, patterns: null };

  readonly #skip: number;

  /** `skip`: how many code points of the value stand before a prefix. */
  constructor(direction: 1 | -1, skip = 0) {
    this.#direction = direction;
    this.#skip = skip;
  }

  get isEmpty(): boolean {
    return this.#root.children === null;
  }

  /** Takes a folded text, which is not empty; `pattern` must match as well, null if the text decides. */
  add(text: string, pattern: SegmentedPattern | null): void {
    let node = this.#root;
    let depth = 0;
    while (depth < text.length) {
      node.children ??= new Map();
      const first = this.#unitAt(text, depth);
      const child = node.children.get(first);
      if (child === undefined) {
        const leaf: Node = { text, from: depth, to: text.length, children: null, patterns: null };
        node.children.set(first, leaf);
        node = leaf;
        break;
      }
      let shared = child.from;
      while (
        shared < child.to &&
        shared < text.length &&
        this.#unitAt(child.text, shared) === this.#unitAt(text, shared)
      )
        shared++;
      node = shared < child.to ? this.#split(node.children, child, shared) : child;
      depth = shared;
    }
    if (pattern === null) node.patterns = DECIDES;
    else if (node.patterns === null) node.patterns = [pattern];
    else if (node.patterns !== DECIDES) node.patterns.push(pattern);
  }

  test(value: FoldedValue): boolean {
    const { text, lowers } = value;
    const step = this.#direction;
    let at = step === 1 ? skipForward(text, 0, this.#skip) : text.length - 1;
    let node = this.#root;
    for (;;) {
      if (node.patterns !== null && (node.patterns === DECIDES || matchesSome(node.patterns, value))) return true;
      if (node.children === null || at < 0 || at >= text.length) return false;
      const unit = text.charCodeAt(at);
      const child = node.children.get(lowers ? lowerAscii(unit) : unit);
      if (child === undefined) return false;
      for (let depth = child.from; depth < child.to; depth++) {
        // Past either end this is NaN, which equals nothing.
        const unit = text.charCodeAt(at);
        if ((lowers ? lowerAscii(unit) : unit) !== this.#unitAt(child.text, depth)) return false;
        at += step;
      }
      node = child;
    }
  }

  /** Cuts a child's edge in two at the depth `shared`; gives the new node between. */
  #split(siblings: Map<number, Node>, child: Node, shared: number): Node {
    const { text, from } = child;
    const upper: Node = { text, from, to: shared, children: new Map(), patterns: null };
    siblings.set(this.#unitAt(text, from), upper);
    upper.children?.set(this.#unitAt(text, shared), child);
    child.from = shared;
    return upper;
  }

  #unitAt(text: string, depth: number): number {
    return text.charCodeAt(this.#direction === 1 ? depth : text.length - 1 - depth);
  }
}

interface Node {
  /** A text that goes through this node: its units from `from` up to `to` stand on the edge that leads here. */
  readonly text: string;
  from: number;
  readonly to: number;
  /** By their edge's first unit. */
  children: Map<number, Node> | null;
  patterns: SegmentedPattern[] | null;
}

/** In the place of a node's patterns: whoever gets here matches. */
const DECIDES: SegmentedPattern[] = [];

function matchesSome(patterns: readonly SegmentedPattern[], value: FoldedValue): boolean {
  for (const pattern of patterns) if (matchSegments(pattern, value.folded)) return true;
  return false;
}

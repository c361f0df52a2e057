import type { ExtractionPlace } from "./extraction-program.ts";

/** What names may stand in the objects at one place, and where they lead to. */
export interface TrieNode {
  readonly number: number;
  readonly names: ReadonlyMap<string, TrieTarget>;
}

/** A name may lead to values that are wanted, to objects of which some name is, or to both. */
export interface TrieTarget {
  /** Number of the path that ends here. */
  readonly path: number | null;
  readonly node: TrieNode | null;
}

interface MutableNode extends TrieNode {
  readonly names: Map<string, MutableTarget>;
}

interface MutableTarget extends TrieTarget {
  path: number | null;
  node: MutableNode | null;
}

/** A place and its number. */
export interface NumberedPlace extends ExtractionPlace {
  readonly number: number;
}

/**
 * The nodes of numbered places, the outermost object's first. A path may be written as one name or as many: at each of its dots an
 * object may begin. `null`: there are more than `maxNames` names, or a path leads into what another place is within, and nodes
 * don't tell how they were come to.
 */
export function buildPathTrie(places: readonly NumberedPlace[], maxNames: number): readonly TrieNode[] | null {
  const nodes = new Map<string, MutableNode>();
  const nodeAt = (prefix: string): MutableNode => {
    let node = nodes.get(prefix);
    if (node === undefined) nodes.set(prefix, (node = { number: nodes.size, names: new Map() }));
    return node;
  };
  nodeAt("");
  let names = 0;
  const inner = new Set(places.flatMap(({ within }) => (within === null ? [] : `${within}.`)));
  for (const { path, within, number } of places) {
    if (within === null && inner.values().some((start) => path.startsWith(start))) return null;
    const base = within === null ? "" : `${within}.`;
    if (within !== null) leadTo(nodeAt(""), within).node = nodeAt(base);
    const ends = [...path.matchAll(/\./g)].map(({ index }) => index);
    const starts = [0, ...ends.map((end) => end + 1)];
    names += (starts.length * (starts.length + 1)) / 2;
    if (names > maxNames) return null;
    for (const start of starts) {
      const node = nodeAt(base + path.slice(0, start));
      for (const end of [...ends, path.length]) {
        if (end < start) continue;
        const target = leadTo(node, path.slice(start, end));
        if (end === path.length) target.path = number;
        else target.node = nodeAt(base + path.slice(0, end + 1));
      }
    }
  }
  return [...nodes.values()];
}

function leadTo({ names }: MutableNode, name: string): MutableTarget {
  let target = names.get(name);
  if (target === undefined) names.set(name, (target = { path: null, node: null }));
  return target;
}

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
  readonly names: Map<string, { path: number | null; node: MutableNode | null }>;
}

/**
 * The nodes of numbered paths, the outermost object's first. A path may be written as one name or as many: at each of its dots an
 * object may begin. `null`: there are more than `maxNames` names.
 */
export function buildPathTrie(paths: ReadonlyMap<string, number>, maxNames: number): readonly TrieNode[] | null {
  const nodes = new Map<string, MutableNode>();
  const nodeAt = (prefix: string): MutableNode => {
    let node = nodes.get(prefix);
    if (node === undefined) nodes.set(prefix, (node = { number: nodes.size, names: new Map() }));
    return node;
  };
  nodeAt("");
  let names = 0;
  for (const [path, number] of paths) {
    const ends = [...path.matchAll(/\./g)].map(({ index }) => index);
    const starts = [0, ...ends.map((end) => end + 1)];
    names += (starts.length * (starts.length + 1)) / 2;
    if (names > maxNames) return null;
    for (const start of starts) {
      const node = nodeAt(path.slice(0, start));
      for (const end of [...ends, path.length]) {
        if (end < start) continue;
        const name = path.slice(start, end);
        let target = node.names.get(name);
        if (target === undefined) node.names.set(name, (target = { path: null, node: null }));
        if (end === path.length) target.path = number;
        else target.node = nodeAt(path.slice(0, end + 1));
      }
    }
  }
  return [...nodes.values()];
}

/** Fields of ECS that hold one value, by where they stand: most of those of a process, a file, a user and the like. */
const singleValued =
  /^(?:client|destination|dll|dns\.question|event|file|group|host|network|organization|os|process|registry|server|service|source|url|user|user_agent)\./;

/** The last parts of those among them that are lists by ECS, or that products write as lists. */
const listed =
  /(?:^|\.)(?:args|attributes|category|type|ip|mac|roles|strings|env_vars|supplemental_groups|capabilities|capabilities_effective|capabilities_permitted|alternative_names|memory_protection|relations)(?:\.|$)/;

/**
 * True for a field that may well hold several values in one event: what ECS lists, and what isn't one of ECS's usual
 * single values, such as a field of a product's own (`process.Ext.…`).
 */
export function mayHoldSeveral(path: string): boolean {
  return !singleValued.test(path) || listed.test(path) || path.includes(".Ext.");
}

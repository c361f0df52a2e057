/** A name may be as long as the file it stands in. */
const longestShown = 100;

/** A name as a message shows it: cut after 100 units. */
export function shownName(name: string): string {
  return name.length > longestShown ? `${name.slice(0, longestShown).toWellFormed()}…` : name;
}

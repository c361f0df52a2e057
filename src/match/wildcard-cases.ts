import { escapedWildcardPattern, exactPattern } from "../plan/pattern.ts";
import type { CaseGroup } from "./case-group.ts";

const long = "a".repeat(5_000);

/** What stars, question marks and the ends of a value mean. */
export const wildcardCases: readonly CaseGroup[] = [
  // The ends of the value.
  { shows: "the empty pattern matches the empty value only", texts: [""], matches: [""], misses: ["a", " ", "\0"] },
  { shows: "an empty list matches nothing", texts: [], matches: [], misses: ["", "a", "*"] },
  {
    shows: "a text must be the whole value",
    texts: ["cmd.exe"],
    matches: ["cmd.exe"],
    misses: ["", "cmd.ex", "cmd.exe ", " cmd.exe", "xcmd.exe", "cmdxexe"],
  },
  {
    shows: "one pattern of many is enough",
    texts: ["a", "b*", "*c", "*d*"],
    matches: ["a", "b", "bx", "xc", "c", "xdx"],
    misses: ["", "x", "aa", "xbx"],
  },
  {
    shows: "duplicates change nothing",
    texts: ["a", "a", "b*", "b*", "*c", "*c", "*d*", "*d*"],
    matches: ["a", "b1", "1c", "1d1"],
    misses: ["e"],
  },

  // The star.
  { shows: "a star alone matches everything", texts: ["*"], matches: ["", "a", "\n", "😀", "\0", "*"], misses: [] },
  { shows: "several stars are one", texts: ["***"], matches: ["", "a", "a\nb"], misses: [] },
  { shows: "several stars in a text are one", texts: ["a***b"], matches: ["ab", "axb"], misses: ["a", "ba"] },
  { shows: "a star may be empty", texts: ["a*"], matches: ["a", "ab", "a*"], misses: ["", "ba"] },
  { shows: "a star in front", texts: ["*a"], matches: ["a", "ba", "aa", "aba"], misses: ["", "ab"] },
  {
    shows: "stars on both sides",
    texts: ["*ab*"],
    matches: ["ab", "xab", "abx", "aab", "xabx"],
    misses: ["", "a", "b", "a b", "ba"],
  },
  {
    shows: "a star crosses line breaks",
    texts: ["a*b"],
    matches: ["a\nb", "a\r\nb", "a\u2028b", "a\u2029b", "a\u0085b", "a\n\n\nb"],
    misses: ["a\nb\n", "\na\nb"],
  },
  {
    shows: "no line break is passed over at the end",
    texts: ["a"],
    matches: ["a"],
    misses: ["a\n", "\na", "a\r", "a\u2028"],
  },
  {
    shows: "start and end don't share characters",
    texts: ["ab*ba"],
    matches: ["abba", "abxba", "ababa"],
    misses: ["aba", "ab", "ba"],
  },
  { shows: "start and end don't share a character", texts: ["a*a"], matches: ["aa", "aba"], misses: ["a", ""] },
  {
    shows: "the parts stand in order",
    texts: ["*a*b*c*"],
    matches: ["abc", "xaxbxcx", "aabbcc", "acbc"],
    misses: ["acb", "cba", "ab", "bc"],
  },
  {
    shows: "the parts don't share characters",
    texts: ["*ab*ba*"],
    matches: ["abba", "abxba", "ababba"],
    misses: ["aba", "bab"],
  },
  { shows: "the same part twice", texts: ["*ab*ab*"], matches: ["abab", "xabxabx"], misses: ["ab", "aba", "abba"] },
  { shows: "the last part is the end", texts: ["*a*b"], matches: ["ab", "aabb", "axbxb"], misses: ["ba", "abx"] },
  {
    shows: "a part that begins again inside itself",
    texts: ["*aab*"],
    matches: ["aaab", "aaaab", "aabaab"],
    misses: ["aba", "aaa"],
  },
  {
    shows: "a middle part that touches the end",
    texts: ["a*bc*cd"],
    matches: ["abccd", "abcxcd"],
    misses: ["abcd", "abc"],
  },
  {
    shows: "a path with a run in it",
    mode: "ascii",
    texts: ["c:\\users\\*\\appdata\\*.exe"],
    matches: ["C:\\Users\\u\\AppData\\x.EXE", "c:\\users\\\\appdata\\.exe"],
    misses: ["C:\\Users\\AppData\\x.exe", "C:\\Users\\u\\AppData\\x.exe.txt"],
  },

  // The question mark.
  {
    shows: "one character, no more, no less",
    texts: ["?"],
    matches: ["a", "?", "*", "\n", "\u2028", "\0", " "],
    misses: ["", "ab"],
  },
  {
    shows: "a character beyond U+FFFF is one",
    texts: ["?"],
    matches: ["😀", "𐀀", "\u{10ffff}"],
    misses: ["😀😀", "é\u0301"],
  },
  { shows: "two characters", texts: ["??"], matches: ["ab", "😀😀", "e\u0301", "a😀"], misses: ["😀", "a", "abc"] },
  {
    shows: "one character in a text",
    texts: ["a?c"],
    matches: ["abc", "a?c", "a😀c", "a\nc"],
    misses: ["ac", "abbc", "a😀😀c"],
  },
  {
    shows: "one character in front",
    texts: ["?:\\windows\\*"],
    mode: "ascii",
    matches: ["C:\\Windows\\", "c:\\WINDOWS\\x", "😀:\\windows\\"],
    misses: [":\\windows\\", "cc:\\windows\\", "C:\\windows"],
  },
  { shows: "one character at the end", texts: ["ab?"], matches: ["abc", "ab😀"], misses: ["ab", "abcd"] },
  { shows: "one character at least", texts: ["*?"], matches: ["a", "ab", "😀", "\n"], misses: [""] },
  { shows: "one character at least, the other way round", texts: ["?*"], matches: ["a", "ab", "😀"], misses: [""] },
  { shows: "one character at least, between stars", texts: ["*?*"], matches: ["a", "ab", "😀x"], misses: [""] },
  {
    shows: "three characters at least",
    texts: ["?*?*?"],
    matches: ["abc", "abcd", "😀😀😀"],
    misses: ["", "a", "ab", "😀😀"],
  },
  { shows: "one character after a star", texts: ["*?a"], matches: ["ba", "aa", "😀a", "xxa"], misses: ["a", "ab"] },
  { shows: "one character before a star", texts: ["a?*"], matches: ["ab", "a😀", "abc"], misses: ["a", "ba"] },
  {
    shows: "one character inside a part",
    texts: ["*a?c*"],
    matches: ["abc", "xabcx", "acacc", "aabc", "a😀c"],
    misses: ["ac", "a😀😀c", "abbc"],
  },
  {
    shows: "a part that begins with one character",
    texts: ["*?b?*"],
    matches: ["abc", "xxabc", "😀b😀"],
    misses: ["b", "ab", "bc"],
  },
  {
    shows: "one character at the end, after a star",
    texts: ["a*b?"],
    matches: ["abc", "axbb", "abbb"],
    misses: ["ab", "a", "abcd"],
  },
  {
    shows: "an end with one character inside",
    texts: ["*a?"],
    matches: ["ab", "aa", "xaab", "a😀"],
    misses: ["a", "abc"],
  },
  { shows: "a pair of surrogates is never split", texts: ["*?😀"], matches: ["a😀", "😀😀"], misses: ["😀"] },
  {
    shows: "neither half of a pair is a character",
    texts: ["*?*?*"],
    matches: ["ab", "😀a", "😀😁"],
    misses: ["😀"],
  },

  // Tokens that no wildcard text gives.
  {
    shows: "a literal star",
    texts: [exactPattern("a*b"), exactPattern("?")],
    matches: ["a*b", "?"],
    misses: ["ab", "axb", "a"],
  },
  {
    shows: "an escaped star",
    texts: [escapedWildcardPattern("*a\\*b*", "a\\*b")],
    matches: ["a*b", "xa*bx"],
    misses: ["ab", "axb"],
  },
  {
    shows: "an escaped backslash",
    texts: [escapedWildcardPattern("a\\\\*", "a\\\\")],
    matches: ["a\\", "a\\b"],
    misses: ["a", "a*"],
  },

  // Length.
  {
    shows: "a long value",
    texts: ["*ab", "b*", "*ac*"],
    matches: [`${long}b`, `b${long}`, `${long}c${long}`],
    misses: [long, `${long}d`],
  },
  {
    shows: "a long pattern",
    texts: [`${long}b`, `c${long}*`],
    matches: [`${long}b`, `c${long}`, `c${long}d`],
    misses: [long, `${long}c`, "b", `c${long.slice(1)}`],
  },
  {
    shows: "many stars",
    texts: [`${"*a".repeat(200)}*b`],
    matches: [`${long}b`],
    misses: [long, `${"a".repeat(199)}b`],
  },
  {
    shows: "many question marks",
    texts: ["?".repeat(200)],
    matches: ["a".repeat(200), "😀".repeat(200)],
    misses: ["a".repeat(199), "a".repeat(201), "😀".repeat(100)],
  },
];

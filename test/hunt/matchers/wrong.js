import { linearStrategy } from "../../../dist/match/linear.js";

/** A matcher strategy that is wrong about one value, and of no use for anything else than to be found out. */
export const wrong = {
  name: "wrong",
  compile(list) {
    const matcher = linearStrategy.compile(list);
    return { strategy: "wrong", test: (value) => matcher.test(value) !== (value === "doubtful") };
  },
};

import { writeEvents } from "../datasets/writer.ts";
import { formatBytes, formatCount } from "../report/units.ts";
import { errorText } from "./error-text.ts";
import { exitStatus } from "./exit-status.ts";
import { say } from "./terminal.ts";

interface GenerateOptions {
  readonly events: number;
  readonly seed: number;
  readonly output: string;
  readonly manifest?: string | undefined;
}

/** `eqlhunt generate`. Gives the exit status. */
export async function runGenerateCommand({ events, seed, output, manifest }: GenerateOptions): Promise<number> {
  try {
    const written = await writeEvents({
      events,
      seed,
      outputPath: output,
      ...(manifest === undefined ? {} : { manifestPath: manifest }),
    });
    say(
      `${formatCount(written.events)} events, ${formatBytes(written.bytes)}, ${formatCount(written.hits.length)} of them for the seed rule to find`,
    );
    return exitStatus.complete;
  } catch (error) {
    say(`error: events can't be written: ${errorText(error)}`);
    return exitStatus.outputFailed;
  }
}

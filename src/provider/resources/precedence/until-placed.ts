import { isPrecedenceConflict } from "../../../client";

/** How often a place is looked for: others may take it in between. */
const TRIES = 3;

/**
 * What writes places, begun anew while a place is refused as taken.
 *
 * @param free what is to be done before each further try
 */
export async function untilPlaced<Result>(
  write: () => Promise<Result>,
  free: () => Promise<void> = async () => {},
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (!isPrecedenceConflict(error) || tries >= TRIES) throw error;
      await free();
    }
  }
}

/** For runs whose waits and repetitions are meant: their lines would appear among the tests' own. */
export const SILENT = { trace: () => {}, warn: () => {} };

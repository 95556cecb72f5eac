/** Removes the declaration files that no entry needs; returns how much is left. */
export declare function keepPublicTypes(dist: string, entries: readonly string[]): string;

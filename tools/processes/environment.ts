/** Variables of this machine that would change a run: accounts, engines, proxies, npm, node. */
const FOREIGN =
  /^(TF_|TERRAFORM_|CDKTF_|CHECKPOINT_|CLOUDFLARE_|AWS_|ARM_|AZURE_|GOOGLE_|XDG_|NODE_|NPM_|JEST_|((HTTPS?|ALL|NO)_PROXY$))/i;

/** What a run of terraform or of the cdktf CLI needs. */
export interface SealedEnvironmentOptions {
  /** The engine's program. */
  readonly engine: string;
  /** The home folder of the run: caches go there, and no configuration of the user's is read. */
  readonly home: string;
  /** Further variables, such as the token. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Returns an environment without the settings of this machine, in which no program looks for updates. */
export function sealedEnvironment(
  { engine, home, variables }: SealedEnvironmentOptions,
  base = process.env,
): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(base).filter(([name]) => !FOREIGN.test(name)));
  return {
    ...kept,
    HOME: home,
    TERRAFORM_BINARY_NAME: engine,
    // The cdktf CLI then draws no spinners.
    CI: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    // Neither the engine nor the cdktf CLI asks for newer versions of itself.
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
    ...variables,
  };
}

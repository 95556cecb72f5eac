/** The bundle of this package's own provider. */
export declare const PLUGIN_FILE: string;

/** The licenses of the packages in it. */
export declare const NOTICES_FILE: string;

export interface BundleOptions {
  /**
   * The program's first file.
   * @default the provider of this package
   */
  readonly entry?: string;
  /**
   * The plugin's name in the messages of its first lines.
   * @default `cfaccess`
   */
  readonly name?: string;
  /** @default `dist/plugin/terraform-provider-cfaccess` */
  readonly outfile?: string;
  /**
   * Where the licenses of the packages in it are written.
   * @default beside the provider of this package, nowhere for another program
   */
  readonly notices?: string;
  /**
   * What `PROVIDER_VERSION` is in the program.
   * @default the package's version
   */
  readonly version?: string;
  /**
   * Files and folders it is made from, seen from the repository.
   * @default the provider's, with all it imports
   */
  readonly sources?: readonly string[];
}

export interface Bundled {
  readonly file: string;
  readonly bytes: number;
  readonly milliseconds: number;
}

export declare function bundlePlugin(options?: BundleOptions): Promise<Bundled>;

/** @returns undefined when the bundle is newer than its sources */
export declare function bundleIfStale(options?: BundleOptions): Promise<Bundled | undefined>;

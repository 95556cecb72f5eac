import fc from "fast-check";

// The same values in every run, so that the same tree gives the same result. `npm run fuzz` sets others.
const seed = Number(process.env.PROPERTY_SEED ?? "20261128");

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });

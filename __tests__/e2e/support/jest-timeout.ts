// A step here starts several processes, on a machine that may be busy with others.
jest.setTimeout(300_000);

/** Reports an input that cannot be reviewed: what was given, what is expected and what to do. */
export class ReviewError extends Error {
  override readonly name = "ReviewError";
}

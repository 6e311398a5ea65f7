package dev.period.data.text;

/** What a question about a video wants to know. */
public enum Intent {
  /** How often something is repeated. */
  COUNT(true),
  /** How fast it is repeated. */
  RATE(true),
  /** When one repetition, known by its number, starts and ends. */
  NTH(true),
  /** When the last repetition starts and ends. */
  LAST(true),
  /** When all of it happens. */
  ALL(true),
  /** How fast the heart beats. */
  HEART(false),
  /** Anything else: out of reach. */
  NONE(false);

  private final boolean counts;

  Intent(boolean counts) {
    this.counts = counts;
  }

  /** Whether the repetitions have to be counted for it. */
  public boolean counts() {
    return counts;
  }

  /** Whether they are counted, but something else about them is wanted. */
  public boolean countsForMore() {
    return counts && this != COUNT;
  }
}

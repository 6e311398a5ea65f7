package dev.period.data.synthetic;

/** Something in the scene that is drawn anew in each frame. */
interface Actor {
  /** Draws this actor as it is in {@code frame}, seen through {@code view}. */
  void draw(Canvas canvas, int frame, View view);
}

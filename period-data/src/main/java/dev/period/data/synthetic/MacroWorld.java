package dev.period.data.synthetic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A world of moving things in which the number of repetitions is known exactly.
 *
 * <p>Its clips are not meant to look real. They are meant to vary in everything that must not
 * matter (what moves, how, in front of what, through which camera), so that what is left to learn
 * is repetition. Clips without any repetition are part of it: nothing moves, only the camera moves,
 * or people move without repeating anything.
 */
public final class MacroWorld {
  /** Frames in a clip. */
  public static final int FRAMES = 128;

  /** Width and height of a frame, in pixels. */
  public static final int SIZE = 48;

  /** Share of clips without repetition, on top of those that {@link Timing#sample} draws. */
  private static final double EXTRA_STILL = 0.10;

  private MacroWorld() {}

  /** The values of {@link RenderedClip#kind}. */
  public static List<String> kinds() {
    return Arrays.stream(Scene.Kind.values()).map(MacroWorld::name).toList();
  }

  /** Renders one clip of {@value #FRAMES} frames; the same seed always gives the same bytes. */
  public static RenderedClip render(long seed) {
    SplittableRandom rng = new SplittableRandom(seed);
    boolean still = Draws.chance(rng, EXTRA_STILL);
    return render(rng, still ? Timing.still(FRAMES) : Timing.sample(rng, FRAMES));
  }

  /**
   * Renders one clip of {@value #FRAMES} frames whose repetitions happen as {@code timing} says.
   *
   * @throws IllegalArgumentException if the timing is not for {@value #FRAMES} frames
   */
  public static RenderedClip render(long seed, Timing timing) {
    if (timing.frames() != FRAMES) {
      throw new IllegalArgumentException(
          "timing must be for %d frames but is for %d".formatted(FRAMES, timing.frames()));
    }
    return render(new SplittableRandom(seed), timing);
  }

  private static RenderedClip render(SplittableRandom rng, Timing timing) {
    Scene scene = Scene.sample(rng.split(), timing);
    // Only the scene is drawn again and not the timing, so that visibility does not decide which
    // counts are common. Most scenes are visible, so this ends.
    while (timing.count() > 0 && !scene.visible(timing, rng)) {
      scene = Scene.sample(rng.split(), timing);
    }
    Degradation degradation = new Degradation(rng.split(), FRAMES);
    Canvas canvas = new Canvas(SIZE, SIZE);
    View view = new View();
    byte[] grey = new byte[FRAMES * SIZE * SIZE];
    for (int t = 0; t < FRAMES; t++) {
      scene.draw(canvas, t, view);
      degradation.apply(canvas.pixels, t, grey, t * SIZE * SIZE);
    }
    return new RenderedClip(grey, FRAMES, timing, name(scene.kind()));
  }

  private static String name(Scene.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}

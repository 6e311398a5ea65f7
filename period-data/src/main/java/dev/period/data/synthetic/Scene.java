package dev.period.data.synthetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What is to be seen in a clip, before the camera and the codec degrade it.
 *
 * @param kind what moves
 * @param backdrop what is behind it
 * @param camera how it is looked at
 * @param hand the part of the camera's motion that does not repeat
 * @param repeating the part that does; usually none
 * @param passersby what distracts from it
 * @param actors what repeats; empty where the camera itself does
 * @param hold when all of it stands still
 * @param cells how many 4×4 cells must change for the motion to count as visible
 */
record Scene(
    Kind kind,
    Backdrop backdrop,
    Camera camera,
    Camera hand,
    Camera repeating,
    List<Actor> passersby,
    List<Actor> actors,
    Hold hold,
    int cells) {

  /** What moves in a scene. */
  enum Kind {
    FIG,
    CHAIN,
    SPRITE,
    BLOB,
    WHEEL,
    GLOBAL,
    MULTI,
    LIGHT
  }

  /** Frames in which the actors are looked at to see whether their motion shows. */
  private static final int PROBES = 12;

  /** Standard deviation over time that shows in a cell, in grey levels. */
  private static final double VISIBLE = 6;

  /** Share of the variance of everything else below which what repeats is lost in it. */
  private static final double SIGNAL_TO_NOISE = 0.12;

  /** Share of the scenes that stand still while nothing is repeated in them. */
  private static final double HELD = 0.1;

  private static final int CELL = 4;

  /** A random scene whose actors move as {@code timing} says. */
  static Scene sample(SplittableRandom rng, Timing timing) {
    Kind kind = kind(rng);
    int frames = timing.frames();
    Backdrop backdrop = Backdrop.sample(rng);
    Role role = Role.sample(rng, timing, backdrop.mean());
    Camera hand = Camera.sample(rng, frames);
    List<Actor> passersby = new ArrayList<>();
    // Traffic and crowds repeat nothing, though much in them is alike.
    int distractions =
        (int)
            (timing.count() == 0
                ? Draws.choice(rng, 0, 0, 1, 3, 6)
                : Draws.choice(rng, 0, 0, 1, 2));
    for (int i = 0; i < distractions; i++) {
      passersby.add(new Passerby(rng, frames));
    }
    Camera repeating =
        kind == Kind.GLOBAL
            ? Camera.moving(rng, role.motion(rng, Camera.DIMS, 1))
            : Camera.still(frames);
    int cells = (int) Math.max(3, Math.min(8, Math.round(8 * role.scale())));
    boolean held = Draws.chance(rng, HELD);
    Hold hold = held ? Hold.outside(rng, timing) : Hold.nothing(frames);
    Camera camera = hand.plus(repeating);
    return new Scene(
        kind,
        backdrop,
        held ? camera.held(rng, hold) : camera,
        hand,
        repeating,
        passersby,
        actors(kind, rng, role),
        hold,
        cells);
  }

  /** People above all: most of what is counted in real footage is people. */
  private static Kind kind(RandomGenerator rng) {
    int draw = rng.nextInt(14);
    if (draw < 5) {
      return Kind.FIG;
    }
    if (draw < 8) {
      return Kind.SPRITE;
    }
    return switch (draw) {
      case 8 -> Kind.CHAIN;
      case 9 -> Kind.BLOB;
      case 10 -> Kind.WHEEL;
      case 11 -> Kind.GLOBAL;
      case 12 -> Kind.MULTI;
      default -> Kind.LIGHT;
    };
  }

  private static List<Actor> actors(Kind kind, RandomGenerator rng, Role role) {
    return switch (kind) {
      case FIG -> List.of(new Figure(rng, role));
      case CHAIN -> List.of(new Chain(rng, role));
      case SPRITE -> List.of(Sprite.moving(rng, role));
      case BLOB -> List.of(new Blob(rng, role));
      case WHEEL -> List.of(Sprite.wheel(rng, role));
      case GLOBAL -> List.of();
      case MULTI -> List.of(new Figure(rng, role), Sprite.moving(rng, role.beside()));
      case LIGHT -> List.of(new Light(rng, role));
    };
  }

  /** Draws one frame; {@code view} is scratch space. */
  void draw(Canvas canvas, int frame, View view) {
    camera.background(frame, view);
    backdrop.draw(canvas, view);
    camera.actors(frame, view);
    for (Actor passerby : passersby) {
      passerby.draw(canvas, hold.at(frame), view);
    }
    drawActors(canvas, hold.at(frame), view);
  }

  /**
   * Whether what repeats can be seen: enough cells change over a few frames in which nothing else
   * moves, and not by far less than they do through everything else.
   */
  boolean visible(Timing timing, RandomGenerator rng) {
    int[] active = activeFrames(timing);
    int[] probes = new int[PROBES];
    for (int i = 0; i < PROBES; i++) {
      probes[i] = active[rng.nextInt(active.length)];
    }
    View view = new View();
    double[] signal =
        variances(
            probes,
            (canvas, frame) -> {
              repeating.background(frame, view);
              backdrop.draw(canvas, view);
              drawActors(canvas, frame, view);
            });
    int changing = 0;
    double total = 0;
    for (double variance : signal) {
      changing += variance > VISIBLE * VISIBLE ? 1 : 0;
      total += variance;
    }
    if (changing < cells) {
      return false;
    }
    double noise = 0;
    for (double variance :
        variances(
            probes,
            (canvas, frame) -> {
              hand.background(frame, view);
              backdrop.draw(canvas, view);
              hand.actors(frame, view);
              for (Actor passerby : passersby) {
                passerby.draw(canvas, frame, view);
              }
              drawActors(canvas, probes[0], view);
            })) {
      noise += variance;
    }
    return total >= SIGNAL_TO_NOISE * noise;
  }

  private void drawActors(Canvas canvas, int frame, View view) {
    for (Actor actor : actors) {
      actor.draw(canvas, frame, view);
    }
  }

  private interface Picture {
    void draw(Canvas canvas, int frame);
  }

  /** How much the mean of each cell varies over the probes, in squared grey levels. */
  private static double[] variances(int[] probes, Picture picture) {
    int across = MacroWorld.SIZE / CELL;
    double[] sums = new double[across * across];
    double[] squares = new double[across * across];
    Canvas canvas = new Canvas(MacroWorld.SIZE, MacroWorld.SIZE);
    for (int frame : probes) {
      picture.draw(canvas, frame);
      addCells(canvas.pixels, sums, squares);
    }
    double[] variances = new double[sums.length];
    for (int i = 0; i < sums.length; i++) {
      double mean = sums[i] / probes.length;
      variances[i] = squares[i] / probes.length - mean * mean;
    }
    return variances;
  }

  private static int[] activeFrames(Timing timing) {
    int[] active = new int[timing.frames()];
    int found = 0;
    for (int t = 0; t < active.length; t++) {
      if (timing.active()[t]) {
        active[found++] = t;
      }
    }
    return Arrays.copyOf(active, found);
  }

  private static void addCells(float[] pixels, double[] sums, double[] squares) {
    int across = MacroWorld.SIZE / CELL;
    for (int cell = 0; cell < sums.length; cell++) {
      int corner = cell / across * CELL * MacroWorld.SIZE + cell % across * CELL;
      double sum = 0;
      for (int y = 0; y < CELL; y++) {
        for (int x = 0; x < CELL; x++) {
          sum += Math.min(255, Math.max(0, pixels[corner + y * MacroWorld.SIZE + x]));
        }
      }
      double mean = sum / (CELL * CELL);
      sums[cell] += mean;
      squares[cell] += mean * mean;
    }
  }
}

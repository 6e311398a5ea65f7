package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShotWatchTest {
  private static final int SIDE = 24;
  private static final int FRAMES = 120;

  /** What is seen from a place in a landscape of its own; neighbouring places look alike. */
  private static byte[] view(int landscape, double place, Random noise) {
    Random random = new Random(landscape);
    double[] waves = random.doubles(24, 0, 6).toArray();
    byte[] rgb = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      double value = 128;
      int row = i / SIDE;
      for (int w = 0; w < waves.length; w += 3) {
        double across = waves[w] * (i % SIDE + place) / SIDE;
        value += 20 * Math.cos(across + waves[w + 1] * row / SIDE + waves[w + 2]);
      }
      value += 3 * noise.nextGaussian();
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = (byte) Math.max(0, Math.min(255, value));
      }
    }
    return rgb;
  }

  /** The first frames of the shots that are found, but for the first one. */
  private static List<Integer> cuts(List<byte[]> video) {
    ShotWatch watch = new ShotWatch(SIDE, 16);
    List<Integer> cuts = new ArrayList<>();
    for (int t = 0; t < video.size(); t++) {
      int begun = watch.accept(video.get(t));
      if (begun > 0) {
        cuts.add(t + 1 - begun);
      }
    }
    for (int begun = watch.finish(); begun > 0; begun = watch.finish()) {
      cuts.add(video.size() - begun);
    }
    return cuts;
  }

  private interface Camera {
    byte[] frame(int t, Random noise);
  }

  private static List<Integer> cuts(Camera camera) {
    Random noise = new Random(7);
    List<byte[]> video = new ArrayList<>();
    for (int t = 0; t < FRAMES; t++) {
      video.add(camera.frame(t, noise));
    }
    return cuts(video);
  }

  @Test
  void aPictureOfSomethingElseBeginsAShot() {
    for (int at : new int[] {Shots.LEAST, 11, 60, FRAMES - 5, FRAMES - Shots.LEAST}) {
      List<Integer> found = cuts((t, noise) -> view(t < at ? 1 : 2, 3 * Math.sin(0.3 * t), noise));
      assertEquals(List.of(at), found);
    }
  }

  @Test
  void eachOfSeveralShotsBegins() {
    assertEquals(
        List.of(30, 60, 90), cuts((t, noise) -> view(t / 30, 3 * Math.sin(0.3 * t), noise)));
  }

  @Test
  void whatMovesIsOneShotHoweverItMoves() {
    assertEquals(List.of(), cuts((t, noise) -> view(1, 0, noise)), "still");
    assertEquals(List.of(), cuts((t, noise) -> view(1, t, noise)), "a pan");
    assertEquals(List.of(), cuts((t, noise) -> view(1, 3 * noise.nextGaussian(), noise)), "shakes");
    assertEquals(List.of(), cuts((t, noise) -> view(t / 5 % 2, 0, noise)), "to and fro");
    assertEquals(List.of(), cuts((t, noise) -> view(t == 60 ? 2 : 1, 0, noise)), "a flash");
  }

  @Test
  void aDarkerPictureOfTheSameIsNoShot() {
    assertEquals(
        List.of(),
        cuts(
            (t, noise) -> {
              byte[] rgb = view(1, Math.sin(0.3 * t), noise);
              for (int i = 0; t >= 60 && i < rgb.length; i++) {
                rgb[i] = (byte) Math.max(0, (rgb[i] & 0xFF) - 25);
              }
              return rgb;
            }));
  }
}

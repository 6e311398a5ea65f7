package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.data.synthetic.HandSway;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StandstillTest {
  private static final int SIDE = 48;
  private static final int RATE = 16;

  /** Where a camera is, and where a small square is before the scene, in pixels. */
  private interface Moves {
    double[] at(int frame);
  }

  /** A scene of waves with a square of 7×7 pixels before it, and noise. */
  private static FrameSequence video(int frames, Moves camera, Moves square) {
    SplittableRandom rng = new SplittableRandom(1);
    byte[] rgb = new byte[frames * SIDE * SIDE * 3];
    double[] times = new double[frames];
    int at = 0;
    for (int t = 0; t < frames; t++) {
      times[t] = (double) t / RATE;
      double[] seen = camera.at(t);
      double[] thing = square.at(t);
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          double sceneX = x - seen[0];
          double sceneY = y - seen[1];
          double grey =
              120 + 60 * Math.sin(0.5 * sceneX + 0.2 * sceneY) + 40 * Math.cos(0.35 * sceneY);
          double away =
              Math.max(Math.abs(sceneX - 24 - thing[0]), Math.abs(sceneY - 24 - thing[1]));
          double share = Math.max(0, Math.min(1, 4 - away));
          grey += share * (230 - grey) + 1.5 * rng.nextGaussian();
          for (int c = 0; c < 3; c++) {
            rgb[at++] = (byte) Math.max(0, Math.min(255, Math.round(grey)));
          }
        }
      }
    }
    return new FrameSequence(rgb, SIDE, SIDE, times, (double) frames / RATE);
  }

  private static Moves nowhere() {
    return t -> new double[2];
  }

  private static Moves hand(double pixels, int frames) {
    float[][] sway = HandSway.of(new SplittableRandom(2), frames, 2, 12);
    return t -> new double[] {pixels * sway[t][0], pixels * sway[t][1]};
  }

  @Test
  void aHandThatShakesIsNoMotion() {
    for (double pixels : new double[] {0, 0.4, 0.8, 1.2}) {
      List<double[]> found = Standstill.stretches(video(80, hand(pixels, 80), nowhere()));
      assertEquals(1, found.size(), pixels + " pixels");
      assertEquals(0, found.get(0)[0], 1e-9);
      assertEquals(79.0 / RATE, found.get(0)[1], 1e-9);
    }
  }

  @Test
  void aSmallThingThatMovesIsOne() {
    Moves bob = t -> new double[] {0, 3 * Math.sin(2 * Math.PI * t / RATE)};
    assertTrue(Standstill.stretches(video(80, nowhere(), bob)).isEmpty());
    assertTrue(Standstill.stretches(video(80, hand(0.8, 80), bob)).isEmpty());
  }

  @Test
  void whatIsStillBeforeAndAfterAMotionIsFoundToTheFrame() {
    Moves once = t -> new double[] {t < 32 || t > 64 ? 0 : 8 * Math.sin(Math.PI * (t - 32) / 8), 0};
    List<double[]> found = Standstill.stretches(video(112, hand(0.6, 112), once));
    assertEquals(2, found.size());
    assertEquals(0, found.get(0)[0], 1e-9);
    assertEquals(2, found.get(0)[1], 0.15);
    assertEquals(4, found.get(1)[0], 0.15);
    assertEquals(111.0 / RATE, found.get(1)[1], 1e-9);
  }

  @Test
  void lessThanASecondIsNone() {
    assertTrue(Standstill.stretches(video(RATE, nowhere(), nowhere())).isEmpty());
    assertEquals(1, Standstill.stretches(video(RATE + 1, nowhere(), nowhere())).size());
  }

  @Test
  void lightThatBlinksIsMotion() {
    FrameSequence video = video(64, nowhere(), nowhere());
    int frame = video.rgb().length / 64;
    for (int i = 0; i < video.rgb().length; i++) {
      if (i / frame % 16 >= 8) {
        video.rgb()[i] = (byte) (0.6 * (video.rgb()[i] & 0xFF));
      }
    }
    assertTrue(Standstill.stretches(video).isEmpty());
  }

  @Test
  void picturesOfAnySizeCanBeCompared() {
    for (int side : new int[] {1, 2, 7, 23, 24, 96}) {
      byte[] rgb = new byte[3 * side * side];
      Standstill watch = new Standstill(side);
      for (int t = 0; t < 40; t++) {
        Arrays.fill(rgb, (byte) (t < 20 ? 0 : t % 2 * 255));
        watch.accept(rgb, (double) t / RATE);
      }
      List<double[]> found = watch.stretches();
      assertEquals(19.0 / RATE, found.get(0)[1], 0.1, side + " pixels");
    }
  }
}

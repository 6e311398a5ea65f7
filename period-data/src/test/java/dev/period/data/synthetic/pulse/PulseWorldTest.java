package dev.period.data.synthetic.pulse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.data.rppg.ColourTrace;
import dev.period.data.rppg.PulseMethod;
import dev.period.data.rppg.PulseRecording;
import dev.period.data.rppg.PulseWave;
import dev.period.data.rppg.RegionRule;
import dev.period.data.rppg.VideoTrace;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PulseWorldTest {
  private static final int SIZE = 48;

  @Test
  void beatsPhaseAndRateAgree() {
    for (int seed = 0; seed < 50; seed++) {
      HeartBeat heart = HeartBeat.sample(new SplittableRandom(seed), 20);
      double[] beats =
          Arrays.stream(heart.beats()).filter(beat -> beat >= 0 && beat <= 20).toArray();
      assertTrue(beats.length >= 12 && beats.length <= 64, seed + ": " + beats.length);
      double first = beats[0];
      double last = beats[beats.length - 1];
      assertEquals(beats.length - 1, heart.phase(last) - heart.phase(first), 1e-9);
      assertEquals(60 * (beats.length - 1) / (last - first), heart.bpm(first, last), 1e-9);
      double phase = heart.phase(7.3);
      assertEquals(7.3, heart.moment(phase), 1e-9);
      assertTrue(heart.phase(-1) < heart.phase(0) && heart.phase(20) < heart.phase(21));
    }
  }

  @Test
  void heartsVaryFromBeatToBeat() {
    double[] beats = HeartBeat.sample(new SplittableRandom(3), 60).beats();
    double shortest = Double.MAX_VALUE;
    double longest = 0;
    for (int i = 1; i < beats.length; i++) {
      shortest = Math.min(shortest, beats[i] - beats[i - 1]);
      longest = Math.max(longest, beats[i] - beats[i - 1]);
    }
    assertTrue(longest > 1.01 * shortest && longest < 1.5 * shortest, shortest + " " + longest);
  }

  @Test
  void bloodTakesMostFromGreenAndLeastFromRed() {
    for (int seed = 0; seed < 20; seed++) {
      double[] pulse = Skin.sample(new SplittableRandom(seed), true).pulse();
      assertTrue(pulse[1] > pulse[2] && pulse[2] > pulse[0] && pulse[0] > 0, "seed " + seed);
      assertTrue(pulse[1] >= 0.001 && pulse[1] < 0.02, "green swings by " + pulse[1]);
    }
    assertArrayEquals(new double[3], Skin.sample(new SplittableRandom(1), false).pulse());
  }

  @Test
  void aSeedIsAVideo() {
    byte[] first = frames(FaceVideo.of(5, SIZE, 0.2, 30, true));
    assertArrayEquals(first, frames(FaceVideo.of(5, SIZE, 0.2, 30, true)));
    assertFalse(Arrays.equals(first, frames(FaceVideo.of(6, SIZE, 0.2, 30, true))));
    FaceVideo video = FaceVideo.of(5, SIZE, 0.2, 30, true);
    assertThrows(IllegalArgumentException.class, () -> video.draw(1, new byte[3 * SIZE * SIZE]));
  }

  private static byte[] frames(FaceVideo video) {
    byte[] all = new byte[3 * SIZE * SIZE * video.frames()];
    byte[] frame = new byte[3 * SIZE * SIZE];
    for (int t = 0; t < video.frames(); t++) {
      assertEquals(t / 30.0, video.draw(t, frame), 1e-12);
      System.arraycopy(frame, 0, all, t * frame.length, frame.length);
    }
    return all;
  }

  @Test
  void skinIsFoundInFacesOfAllTones() {
    int found = 0;
    for (int seed = 0; seed < 20; seed++) {
      FaceVideo video = FaceVideo.of(seed, 96, 0.04, 30, true);
      VideoTrace trace = video.see(null, 1, 48).trace();
      found += trace.region().equals("skin") && trace.coverage() < 0.6 ? 1 : 0;
    }
    assertTrue(found >= 14, found + " of 20");
  }

  @Test
  void posReadsTheTracesOfLivingSkin() {
    double[] errors = new double[40];
    for (int i = 0; i < errors.length; i++) {
      PulseClip clip = PulseClip.simulated(i, true);
      double seconds = (clip.trace().frames() - 1) / clip.trace().framesPerSecond();
      errors[i] = Math.abs(pos(clip.trace()) - clip.heart().bpm(0, seconds));
    }
    Arrays.sort(errors);
    assertTrue(errors[20] < 2, "median error " + errors[20]);
  }

  @Test
  void posReadsNothingOffPaint() {
    double[] errors = new double[40];
    for (int i = 0; i < errors.length; i++) {
      PulseClip clip = PulseClip.simulated(i, false);
      errors[i] = Math.abs(pos(clip.trace()) - clip.heart().bpm(0, 14));
    }
    Arrays.sort(errors);
    assertTrue(errors[20] > 10, "median error " + errors[20]);
  }

  private static double pos(ColourTrace trace) {
    double[] pulse = PulseMethod.pos().pulse(trace);
    return PulseWave.of(pulse, trace.framesPerSecond()).heartRate(PulseWave.Reading.FINE);
  }

  @Test
  void aRenderedFaceCarriesItsPulse() {
    PulseClip clip = null;
    double strongest = 0;
    for (int seed = 0; seed < 40; seed++) {
      FaceVideo video = FaceVideo.of(seed, 96, 10, 30, true);
      Subject subject = video.subject();
      double motion = range(subject.motion().x()) + range(subject.motion().yaw());
      double clear = subject.skin().pulse()[1] / (0.01 + motion);
      if (clear > strongest) {
        strongest = clear;
        clip = new PulseClip(video.see(null, 10, 48).trace().trace(), video.heart(), true, null);
      }
    }
    assertEquals(clip.heart().bpm(0, 10), pos(clip.trace()), 4);
  }

  private static double range(float[] values) {
    float lowest = values[0];
    float highest = values[0];
    for (float value : values) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    return highest - lowest;
  }

  @Test
  void recordingsAreReadBackFromTheirFile() {
    PulseRecording recording = SyntheticRecordings.of(1, 2, 64, 3).recordings().get(1);
    assertEquals("face-1-001", recording.id());
    VideoTrace video = recording.video().read(RegionRule.SKIN);
    assertEquals(91, video.trace().frames());
    assertEquals(30, video.trace().framesPerSecond(), 0.01);
    double truth = recording.sensor().read().heartRate(0, 1);
    assertTrue(truth > 40 && truth < 190, "truth " + truth);
  }

  @Test
  void aCodecKeepsTheFaceAndHoldsStillBlocks() {
    FaceVideo video = FaceVideo.of(2, SIZE, 0.2, 30, true);
    byte[] frame = new byte[3 * SIZE * SIZE];
    video.draw(0, frame);
    byte[] before = frame.clone();
    FaceCodec codec = new FaceCodec(SIZE, 90, 100, 255);
    codec.apply(frame, 0);
    double error = 0;
    for (int i = 0; i < frame.length; i++) {
      error += Math.abs((frame[i] & 0xFF) - (before[i] & 0xFF)) / (double) frame.length;
    }
    assertTrue(error > 0 && error < 6, "mean error " + error);
    byte[] shown = frame.clone();
    video.draw(1, frame);
    codec.apply(frame, 1);
    assertArrayEquals(shown, frame, "no block changes by 255 levels");
  }
}

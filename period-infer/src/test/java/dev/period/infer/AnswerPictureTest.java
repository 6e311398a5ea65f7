package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.generate.CountDistribution;
import dev.period.data.video.DecodedVideo;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoView;
import dev.period.data.video.VideoViewer;
import dev.period.data.video.ViewedVideo;
import dev.period.infer.plot.PlotData;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerPictureTest {
  private static final int SLOTS = 16;

  @TempDir private Path folder;

  @Test
  void keyFramesKeepTheShapeOfTheVideo() {
    Path file = TestVideo.write(folder.resolve("wide.mp4"), 100, 1);
    FrameSequence frames = AnswerPicture.keyFrames(file, 2, 9, VideoLimits.defaults());
    assertEquals(8, frames.frames());
    assertEquals(240, frames.width());
    assertEquals(160, frames.height());
    assertEquals(2, frames.timesSeconds()[0], 0.001);
    assertEquals(8.9, frames.timesSeconds()[7], 0.11);
  }

  private static ViewedVideo seen(FrameSequence video, int slots) {
    return VideoViewer.view(
        new DecodedVideo(video, List.of(), false), VideoView.middles(48, slots, 2));
  }

  @Test
  void timesAreOfTheVideoAndCountsEndWhereNothingIsLeft() {
    FrameSequence video = TestVideo.frames(48, 48, SLOTS, 1);
    ViewedVideo seen = seen(video, SLOTS);
    double[] p = new double[100];
    p[3] = 0.9;
    p[4] = 0.1;
    double[][] repetitions = {{0.5, 0.7}, {0.7, 0.9}, {0.9, 1.1}};
    Answer answer =
        new Answer(
            "3.",
            3,
            3,
            4,
            true,
            null,
            0.2,
            List.of(repetitions),
            1.6,
            SLOTS,
            "tiny",
            0.1,
            List.of());
    Insight found =
        new Insight(
            answer, new CountDistribution(p), new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, 1.6);
    PlotData data =
        AnswerPicture.of("title", "question", found, seen, AnswerPicture.keyFrames(video), 0.5);
    assertEquals(8, data.times().length);
    assertEquals(0.05, data.times()[0], 1e-9);
    assertEquals(1.45, data.times()[7], 1e-9);
    assertEquals(8, data.curve()[7]);
    assertEquals(0.5, data.repetitions().get(0)[0], 1e-9);
    assertEquals(1.1, data.repetitions().get(2)[1], 1e-9);
    assertEquals(0.5, data.startSeconds());
    assertEquals(0, data.keyFrames().timesSeconds()[0], 1e-9);
    assertEquals(7, data.countProbabilities().length);
    assertEquals(SLOTS, data.similaritySize());
  }

  @Test
  void similarityIsHighestWithItselfAndWithARepetition() {
    // ten frames a round
    FrameSequence video = TestVideo.frames(48, 48, 30, 1);
    ViewedVideo seen = seen(video, 30);
    float[] similarity = AnswerPicture.similarity(Objects.requireNonNull(seen.gram()), 30);
    for (int i = 3; i < 15; i++) {
      assertTrue(similarity[i * 30 + i] > 0.9);
      assertEquals(similarity[i * 30 + i + 7], similarity[(i + 7) * 30 + i], 1e-6);
      assertTrue(similarity[i * 30 + i + 10] > 0.8);
      assertTrue(similarity[i * 30 + i + 5] < 0.2);
    }
    for (float value : similarity) {
      assertTrue(value >= -1 && value <= 1);
    }
  }

  @Test
  void whatNeverMovesResemblesNothing() {
    for (float value : AnswerPicture.similarity(new float[5 * 4], 2)) {
      assertEquals(0, value);
    }
  }
}

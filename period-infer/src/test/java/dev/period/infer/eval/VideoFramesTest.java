package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.FrameSequence;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoViewer;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoFramesTest {
  private static final int FRAMES = 40;
  private static final int SIZE = 64;

  private static final VideoFrames READ =
      new VideoFrames(new VideoViewer(VideoLimits.defaults(), null));

  @TempDir private Path folder;

  @Test
  void aFolderOfClipsIsEvaluatedFromItsVideos() throws IOException {
    video(folder.resolve("five rounds.mp4"), 5);
    Files.writeString(folder.resolve("broken.mp4"), "no video");
    Files.writeString(
        folder.resolve("labels.csv"),
        "file,action,count\nfive rounds.mp4,round,5\nbroken.mp4,round,2\ngone.mp4,round,2\n");
    EvalSettings settings =
        new EvalSettings("clips", "five", null, List.of(), READ, Map.of(), Map.of());
    EvalReport report =
        new Evaluation(settings)
            .run(ClipsDataset.read(folder, false), item -> Prediction.of(5), Progress.silent());
    assertEquals(2, report.skipped().size());
    assertEquals(1, report.scored().size());
    Map<String, Integer> baselines = report.scored().get(0).baselines();
    assertEquals(5, baselines.get("self_similarity_period"));
    assertEquals(5, baselines.get("self_similarity_active"));
    assertEquals(5, baselines.get("pca_spectrum"));
  }

  @Test
  void aSegmentIsReadAlone() {
    Path file = folder.resolve("a.mp4");
    video(file, 2);
    EvalItem segment = new EvalItem("a", file, 1.0, 2.0, "?", "", 1, List.of());
    assertEquals(10, READ.frames(segment).frames(), 1);
  }

  @Test
  void anItemWithoutAFileHasNoFrames() {
    EvalItem item = new EvalItem("a", null, "?", "", 1);
    assertThrows(IllegalArgumentException.class, () -> READ.frames(item));
  }

  /** A bright square that goes round a circle, ten frames a second. */
  private static void video(Path file, int rounds) {
    byte[] rgb = new byte[3 * SIZE * SIZE * FRAMES];
    double[] times = new double[FRAMES];
    for (int t = 0; t < FRAMES; t++) {
      times[t] = t / 10.0;
      double phase = 2 * Math.PI * rounds * t / FRAMES;
      int left = (int) Math.rint(24 + 16 * Math.cos(phase));
      int top = (int) Math.rint(24 + 16 * Math.sin(phase));
      for (int y = top; y < top + 16; y++) {
        int row = 3 * ((t * SIZE + y) * SIZE + left);
        Arrays.fill(rgb, row, row + 3 * 16, (byte) 220);
      }
    }
    VideoWriter.write(file, new FrameSequence(rgb, SIZE, SIZE, times, FRAMES / 10.0));
  }
}

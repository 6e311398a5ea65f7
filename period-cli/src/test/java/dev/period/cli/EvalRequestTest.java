package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoWriter;
import dev.period.infer.PeriodOptions;
import dev.period.infer.eval.EvalItem;
import dev.period.infer.eval.ItemPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalRequestTest {
  @TempDir private Path folder;

  private EvalPlan plan(VideoLimits limits) {
    return new EvalRequest(
            EvalCommand.Task.clips,
            folder.toString(),
            null,
            1,
            1,
            false,
            null,
            false,
            Path.of("..", "models", "nano").toString(),
            PeriodOptions.defaults().withLimits(limits))
        .plan();
  }

  @Test
  void aModelThatSeesNothingIsRefusedInOneSentence() throws IOException {
    Path blind = Files.createDirectories(folder.resolve("blind"));
    ObjectMapper json = new ObjectMapper();
    ObjectNode config =
        (ObjectNode) json.readTree(Path.of("..", "models", "nano", "config.json").toFile());
    config.remove("vision_config");
    json.writeValue(blind.resolve("config.json").toFile(), config);
    EvalRequest request =
        new EvalRequest(
            EvalCommand.Task.rotnist,
            null,
            null,
            1,
            1,
            false,
            null,
            false,
            blind.toString(),
            PeriodOptions.defaults());
    PeriodException e = assertThrows(PeriodException.class, request::plan);
    assertEquals(PeriodException.Kind.MODEL, e.kind());
  }

  /** Else pictures would be missing of videos that were counted. */
  @Test
  void picturesAreReadWithinTheLimitsOfTheRequest() throws IOException {
    Files.writeString(folder.resolve("labels.csv"), "file,action,count\na.mp4,none,0\n");
    double[] times = {0, 0.1, 0.2};
    VideoWriter.write(
        folder.resolve("a.mp4"), new FrameSequence(new byte[3 * 3 * 64 * 32], 64, 32, times, 0.3));
    EvalPlan usual = plan(VideoLimits.defaults());
    EvalItem item = usual.items().get(0);
    ItemPictures pictures = Objects.requireNonNull(usual.pictures());
    assertEquals(160, pictures.of(item, 5).width());
    ItemPictures none =
        Objects.requireNonNull(plan(new VideoLimits(64 * 32 - 1, 60, 100, 100)).pictures());
    assertThrows(PeriodException.class, () -> none.of(item, 5));
  }
}

package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.model.Medium;
import dev.period.core.model.Prompt;
import dev.period.data.qa.Message;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.QaWriter;
import dev.period.data.video.VideoWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on a user's own QA files: text, an image, several images and a video in one batch. */
class FileTrainingTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    video("swing.mp4");
    for (int i = 0; i < 3; i++) {
      image("still" + i + ".png", 40 + 60 * i);
    }
    file = folder.resolve("mine.jsonl");
    write(
        file,
        List.of(
            QaRecord.text("words", "How many times is hop in: hop hop hop?", "3", 3),
            video("clip", "swing.mp4", "<video>\nhow many swings?", "There are 4 swings.", 4),
            images("one", List.of("still0.png"), "<image>\nDoes it move?", "It does not."),
            images(
                "three",
                List.of("still0.png", "still1.png", "still2.png"),
                "First <image> then <image> and <image>: which is the lightest?",
                "The third one.")));
  }

  private static void write(Path file, List<QaRecord> records) {
    try (QaWriter writer = new QaWriter(file)) {
      records.forEach(writer::write);
      writer.complete();
    }
  }

  private static QaRecord video(String id, String path, String q, String a, int count) {
    return new QaRecord(
        id,
        path,
        null,
        null,
        List.of(Message.human(q), Message.gpt(a)),
        count,
        null,
        null,
        null,
        null,
        null,
        List.of());
  }

  private static QaRecord images(String id, List<String> paths, String q, String a) {
    return new QaRecord(
        id,
        null,
        null,
        List.of(Message.human(q), Message.gpt(a)),
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        paths);
  }

  private void video(String name) {
    int size = 48;
    int frames = 40;
    byte[] rgb = new byte[3 * size * size * frames];
    double[] times = new double[frames];
    for (int f = 0; f < frames; f++) {
      times[f] = f / 10.0;
      int left = (int) Math.round(16 - 16 * Math.cos(2 * Math.PI * 4 * f / frames));
      for (int y = 0; y < size; y++) {
        for (int x = 3 * left; x < 3 * (left + 12); x++) {
          rgb[3 * (f * size + y) * size + x] = (byte) 220;
        }
      }
    }
    VideoWriter.write(folder.resolve(name), new FrameSequence(rgb, size, size, times, 4));
  }

  private void image(String name, int grey) throws IOException {
    BufferedImage image = new BufferedImage(20, 30, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 20; x++) {
        image.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    assertTrue(ImageIO.write(image, "png", folder.resolve(name).toFile()));
  }

  private FileSamples open(NanoSetup nano, List<String> said) {
    return FileSamples.open(List.of(file), nano.config.model(), 1 << 24, 5, said::add);
  }

  @Test
  void allModalitiesInOneBatch() {
    try (NanoSetup nano = new NanoSetup()) {
      FileSamples samples = open(nano, new ArrayList<>());
      assertEquals(4, samples.size());
      TrainingBatch batch =
          new StepBatches<>(samples::sample, nano.collator::collate, 4, 1, 0, 1).apply(0).get(0);
      assertEquals(Set.of("words", "clip", "one", "three"), Set.copyOf(batch.ids()));
      Prompt three = batch.inputs().prompts().get(batch.ids().indexOf("three"));
      assertEquals(
          List.of(Medium.Kind.IMAGE, Medium.Kind.IMAGE, Medium.Kind.IMAGE),
          three.media().stream().map(Medium::kind).toList());
      Prompt clip = batch.inputs().prompts().get(batch.ids().indexOf("clip"));
      assertEquals(Medium.Kind.VIDEO, clip.media().get(0).kind());
      assertEquals(2, batch.sequences(), "the words and the clip have repetitions to find");
    }
  }

  @Test
  void everyRoundShowsAllInAnotherOrder() {
    try (NanoSetup nano = new NanoSetup()) {
      FileSamples samples = open(nano, new ArrayList<>());
      Set<List<String>> orders =
          LongStream.range(0, 6)
              .mapToObj(
                  round ->
                      LongStream.range(4 * round, 4 * round + 4)
                          .mapToObj(i -> samples.sample(i).id())
                          .toList())
              .collect(Collectors.toSet());
      orders.forEach(order -> assertEquals(4, Set.copyOf(order).size()));
      assertTrue(orders.size() > 1);
    }
  }

  @Test
  void trainsResumesAndIsJudged() throws IOException {
    String files = "[\"" + file + "\"]";
    List<String> settings =
        List.of(
            "data.files=" + files,
            "data.files_share=0.5",
            "data.eval_files=" + files,
            "eval_samples=4",
            "accumulation=2",
            "best_metric=eval/files/mae_abs",
            "max_steps=4",
            "save_every=2");
    Path whole = folder.resolve("whole");
    Recipes.Losses losses = Recipes.run("text", whole, false, settings.toArray(String[]::new));
    assertEquals(4, losses.values.size());
    assertTrue(
        losses.messages.stream()
            .anyMatch(m -> m.startsWith("held out, before -> after: files/mae")),
        losses.messages.toString());
    Path resumed = folder.resolve("resumed");
    ResumeTest.copy(whole.resolve("checkpoint-2"), resumed.resolve("checkpoint-2"));
    Recipes.run("text", resumed, true, settings.toArray(String[]::new));
    for (String name : List.of("model.safetensors", "data_state.json")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve("checkpoint-4").resolve(name)),
          Files.readAllBytes(resumed.resolve("checkpoint-4").resolve(name)),
          name);
    }
    assertTrue(
        Files.readString(whole.resolve("checkpoint-4/data_state.json")).contains("mine.jsonl"));
  }

  @Test
  void whatCannotBeReadIsLeftOut() throws IOException {
    Files.writeString(folder.resolve("broken.mp4"), "not a video at all");
    write(
        file,
        List.of(
            QaRecord.text("words", "How many times is hop in: hop hop?", "2", 2),
            video("missing", "nowhere.mp4", "<video>\nhow many?", "3", 3),
            video("broken", "broken.mp4", "<video>\nhow many?", "3", 3)));
    try (NanoSetup nano = new NanoSetup()) {
      List<String> said = new ArrayList<>();
      FileSamples samples = open(nano, said);
      assertEquals(2, samples.size());
      assertTrue(said.get(0).contains("1 of 3 records are left out"), said.toString());
      for (int i = 0; i < 8; i++) {
        assertEquals("words", samples.sample(i).id());
      }
      assertEquals(2, said.size(), said.toString());
      assertTrue(said.get(1).startsWith("broken is left out: "), said.toString());
    }
  }

  @Test
  void nothingToLearnIsSaidAtOnce() throws IOException {
    try (NanoSetup nano = new NanoSetup()) {
      Files.writeString(file, "");
      assertProblem("holds no records", () -> open(nano, new ArrayList<>()));
      write(file, List.of(video("a", "nowhere.mp4", "<video>\nhow many?", "3", 3)));
      assertProblem("are missing", () -> open(nano, new ArrayList<>()));
      write(file, List.of(QaRecord.text("b", "how many?", "<video>", null)));
      assertProblem("record b is empty", () -> open(nano, new ArrayList<>()));
    }
  }

  private static void assertProblem(String part, Runnable action) {
    PeriodException e = assertThrows(PeriodException.class, action::run);
    assertEquals(PeriodException.Kind.INPUT, e.kind());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void bucketsPutLikeToLike() {
    int[] lengths = {9, 1, 8, 2, 7, 3, 6, 4, 5, 5, 1, 9, 2, 8, 3, 7};
    LengthBuckets buckets = new LengthBuckets(index -> lengths[(int) index], 2, 4, 3);
    List<Long> all = new ArrayList<>();
    int padding = 0;
    for (int batch = 0; batch < 8; batch++) {
      long first = buckets.at(2L * batch);
      long second = buckets.at(2L * batch + 1);
      all.addAll(List.of(first, second));
      assertEquals(batch / 4, first / 8, "what a window holds stays as it was");
      padding += Math.abs(lengths[(int) first] - lengths[(int) second]);
    }
    assertEquals(16, Set.copyOf(all).size());
    assertEquals(10, padding, "neighbours in sorted order");
  }
}

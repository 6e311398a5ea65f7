package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.cache.FeatureCache;
import dev.period.data.video.VideoLimits;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {
  private static final PeriodOptions ONE_THREAD = new PeriodOptions("cpu", "fp32", 1);
  private static final String QUESTION = "how many rounds?";

  @TempDir private static Path shared;
  private static Path model;
  private static Path video;
  private static Period period;

  @TempDir private Path folder;

  @BeforeAll
  static void load() throws IOException {
    model = TinyModel.counting(Files.createDirectory(shared.resolve("tiny")));
    video = TestVideo.write(shared.resolve("rounds.mp4"), 40, 1);
    period = Period.load(model, ONE_THREAD);
  }

  @AfterAll
  static void close() {
    period.close();
    period.close();
  }

  private static AskOptions part(@Nullable Double start, @Nullable Double end) {
    return AskOptions.defaults().withPart(start, end);
  }

  private static AskOptions plot(@Nullable Double start, Path file) {
    return AskOptions.defaults().withPart(start, null).withPlot(file);
  }

  private static void assertWhole(Answer answer, double first, double last) {
    assertNotNull(answer.count());
    Matcher number = Pattern.compile("\\d+").matcher(answer.answer());
    assertTrue(number.find(), answer.answer());
    assertEquals(answer.count(), Integer.valueOf(number.group()));
    assertTrue(answer.countLow() <= answer.count());
    assertTrue(answer.count() <= answer.countHigh());
    assertEquals(answer.count(), answer.repetitions().size());
    for (double[] repetition : answer.repetitions()) {
      assertTrue(first <= repetition[0], repetition[0] + " s is after " + first);
      assertTrue(repetition[0] <= repetition[1]);
      assertTrue(repetition[1] <= last, repetition[1] + " s is before " + last);
    }
    assertEquals(!answer.confident(), answer.answer().endsWith(" I am not sure."));
    assertEquals("tiny", answer.model());
    assertTrue(answer.wallSeconds() > 0);
  }

  @Test
  void everyFieldOfAnAnswerIsFilled() {
    Answer answer = period.ask(video, QUESTION, AskOptions.defaults());
    assertWhole(answer, 0, 4);
    assertTrue(answer.count() > 0, answer.answer());
    assertTrue(answer.periodSeconds() > 0);
    assertEquals(4, answer.videoSeconds(), 0.01);
    assertEquals(TinyModel.SLOTS, answer.frames());
    assertNull(answer.heartRateBpm());
  }

  @Test
  void aPictureOfFramesInMemoryShowsThemAllWhateverStartSays() throws IOException {
    FrameSequence frames = TestVideo.frames(48, 48, 40, 1);
    Path whole = folder.resolve("whole.html");
    period.ask(frames, QUESTION, plot(null, whole));
    Path part = folder.resolve("part.html");
    period.ask(frames, QUESTION, plot(2.0, part));
    assertEquals(Files.readString(whole), Files.readString(part));
  }

  @Test
  void theSameQuestionHasTheSameAnswer() {
    Answer first = period.ask(video, QUESTION, AskOptions.defaults());
    assertSame(first, period.ask(video, QUESTION, AskOptions.defaults()));
  }

  @Test
  void piecesJoinToTheAnswer() {
    StringBuilder heard = new StringBuilder();
    AskOptions listening = AskOptions.defaults().withStream(heard::append);
    Answer answer = period.ask(video, QUESTION, listening);
    assertEquals(answer.answer(), heard.toString());
  }

  @Test
  void aPartIsLookedAtAlone() {
    Answer answer = period.ask(video, QUESTION, part(1.0, 3.0));
    assertWhole(answer, 1, 3);
    assertEquals(2, answer.videoSeconds(), 0.01);
    assertWhole(period.ask(video, QUESTION, part(2.5, null)), 2.5, 4);
    assertWhole(period.ask(video, QUESTION, part(null, 0.5)), 0, 0.5);
  }

  @Test
  void fewerFramesMayBeAskedFor() {
    AskOptions few = AskOptions.defaults().withFrames(5);
    assertEquals(5, period.ask(video, QUESTION, few).frames());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -3, TinyModel.SLOTS + 1})
  void aNumberOfFramesThatCannotBeIsRefusedBeforeDecoding(int frames) {
    AskOptions options = AskOptions.defaults().withFrames(frames);
    PeriodException e = refused(Kind.USAGE, Path.of("no-such-file.mp4"), QUESTION, options);
    assertTrue(e.getMessage().contains("--frames"), e.getMessage());
  }

  @Test
  void aVideoOfOneFrameHasAnAnswer() {
    Path one = TestVideo.write(folder.resolve("one.mp4"), 1, 1);
    Path picture = folder.resolve("one.png");
    Answer answer = period.ask(one, QUESTION, plot(null, picture));
    assertWhole(answer, 0, 0.2);
    assertEquals(1, answer.frames());
    assertTrue(Files.exists(picture));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void anImageIsAVideoInWhichNoTimePasses(String type) throws IOException {
    BufferedImage image = new BufferedImage(64, 40, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().fillOval(10, 10, 20, 20);
    Path file = folder.resolve("-odd %d name." + type);
    ImageIO.write(image, type, file.toFile());
    Path page = folder.resolve("image.html");
    Answer answer = period.ask(file, QUESTION, plot(null, page));
    assertNotNull(answer.count());
    assertEquals(1, answer.frames());
    assertNull(answer.videoSeconds());
    assertNull(answer.periodSeconds());
    assertEquals(List.of(), answer.repetitions());
    assertEquals(List.of(), answer.warnings());
    assertTrue(Files.exists(page));
  }

  @Test
  void framesInMemoryAreAnsweredLikeAFile() throws IOException {
    FrameSequence frames = TestVideo.frames(48, 48, 40, 1);
    Path page = folder.resolve("frames.html");
    Answer answer = period.ask(frames, QUESTION, plot(null, page));
    assertWhole(answer, 0, 4);
    assertTrue(Files.readString(page).contains("40 frames"));
  }

  @Test
  void aPlotIsWritten() throws IOException {
    Path picture = folder.resolve("plot.png");
    Answer plain = period.ask(video, QUESTION, AskOptions.defaults());
    assertSame(plain, period.ask(video, QUESTION, plot(null, picture)));
    BufferedImage image = ImageIO.read(picture.toFile());
    assertEquals(1400, image.getWidth());
    assertEquals(1000, image.getHeight());
  }

  @Test
  void aPlotOfAPartHasTheTimesOfTheVideo() throws IOException {
    Path page = folder.resolve("part.html");
    Answer answer = period.ask(video, QUESTION, plot(2.0, page));
    String text = Files.readString(page);
    assertTrue(text.contains("rounds.mp4, from second 2.0 on"));
    assertTrue(text.contains(answer.answer()));
    assertTrue(text.contains("of which 2.0 seconds are looked at"));
    assertTrue(text.contains(">2.0 s<"), "the first key frame is at the start of the part");
    assertTrue(text.contains(">3.9 s<"), "the last key frame is at its end");
  }

  @Test
  void anAnswerWithoutACountIsPlottedToo() throws IOException {
    Path page = folder.resolve("silent.html");
    try (Period silent = Period.load(TinyModel.silent(folder), ONE_THREAD)) {
      Answer answer = silent.ask(video, "what happens?", plot(null, page));
      assertEquals(".", answer.answer());
      assertNull(answer.count());
      assertNull(answer.countLow());
      assertNull(answer.countHigh());
      assertNull(answer.periodSeconds());
      assertFalse(answer.confident());
      assertEquals(List.of(), answer.repetitions());
    }
    String text = Files.readString(page);
    assertTrue(text.contains("the answer holds no count; the line is"));
    assertTrue(text.contains("not available: the answer holds no count"));
  }

  @Test
  void aModelWithoutPeriodicityTokensCountsWithoutTimes() throws IOException {
    Path page = folder.resolve("blind.html");
    try (Period blind = Period.load(TinyModel.blind(folder), ONE_THREAD)) {
      Answer answer = blind.ask(video, QUESTION, plot(null, page));
      assertTrue(answer.count() > 0);
      assertEquals(List.of(), answer.repetitions());
      assertNull(answer.periodSeconds());
    }
    assertTrue(Files.readString(page).contains("this model does not tell when"));
  }

  /** It has as many moments as frames are asked for, and an image is one of them. */
  @Test
  void aModelWithoutPeriodicityTokensLooksOnceAtAFewFrames() throws IOException {
    try (Period blind = Period.load(TinyModel.blind(folder), ONE_THREAD)) {
      assertEquals(2, blind.ask(video, QUESTION, AskOptions.defaults()).frames());
      assertEquals(7, blind.ask(video, QUESTION, AskOptions.defaults().withFrames(7)).frames());
      assertEquals(1, blind.ask(video, QUESTION, AskOptions.defaults().withFrames(1)).frames());
      assertThrows(
          PeriodException.class,
          () -> blind.ask(video, QUESTION, AskOptions.defaults().withFrames(1000)));
      Path image = folder.resolve("image.png");
      ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
      Answer answer = blind.ask(image, QUESTION, AskOptions.defaults());
      assertEquals(1, answer.frames());
      assertNotNull(answer.count());
      Answer other = blind.ask(image, "Which year is it?", AskOptions.defaults());
      assertNull(other.count(), "a number that nobody asked to count is text");
      assertFalse(other.answer().isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({"true, middles, 16", "false, period_llm, 20", "false, segments, 2"})
  void aModelOfLargerPicturesLooksByItsRule(boolean periodic, String rule, int frames)
      throws IOException {
    Path page = folder.resolve("large.html");
    try (Period large = Period.load(TinyModel.large(folder, periodic, rule), ONE_THREAD)) {
      assertEquals(frames, large.ask(video, QUESTION, AskOptions.defaults()).frames());
      assertEquals(3, large.ask(video, QUESTION, AskOptions.defaults().withFrames(3)).frames());
      large.ask(video, QUESTION, plot(null, page));
      assertEquals(
          frames,
          large.ask(TestVideo.frames(60, 60, 40, 1), QUESTION, AskOptions.defaults()).frames());
    }
    assertTrue(Files.readString(page).contains("<svg"));
  }

  @Test
  void anAnswerIsTheSameWithACache() {
    FeatureCache cache = new FeatureCache(folder.resolve("cache"), 1 << 24);
    Answer expected = period.ask(video, QUESTION, part(0.5, null));
    for (int i = 0; i < 2; i++) {
      try (Period cached = Period.load(model, ONE_THREAD.withCache(cache))) {
        assertSame(expected, cached.ask(video, QUESTION, part(0.5, null)));
      }
    }
    assertEquals(1, cache.misses());
    assertEquals(1, cache.hits());
  }

  @Test
  void limitsOfVideosAreTheCallers() {
    VideoLimits small = new VideoLimits(96 * 64 - 1, 60, 100, 100);
    try (Period strict = Period.load(model, ONE_THREAD.withLimits(small))) {
      PeriodException e =
          assertThrows(
              PeriodException.class, () -> strict.ask(video, QUESTION, AskOptions.defaults()));
      assertTrue(String.valueOf(e.getMessage()).contains("more than the limit"), e.getMessage());
    }
  }

  @Test
  void aModelThatOnlyReadsIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "period", "text_config": {"vocab_size": 64, "hidden_size": 32,
         "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
         "num_key_value_heads": 4, "rms_norm_eps": 1e-5, "rope_theta": 10000,
         "tie_word_embeddings": true}}\
        """);
    PeriodException e = assertThrows(PeriodException.class, () -> Period.load(folder, ONE_THREAD));
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains("vision_config"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plot.pdf", "plot", "no-such-folder/plot.png"})
  void aPlotThatCannotBeWrittenIsRefusedBeforeDecoding(String name) {
    AskOptions options = plot(null, folder.resolve(name));
    refused(Kind.USAGE, Path.of("no-such-file.mp4"), QUESTION, options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n\t"})
  void anEmptyQuestionIsRefused(String question) {
    PeriodException e = refused(Kind.USAGE, video, question, AskOptions.defaults());
    assertTrue(e.getMessage().contains("empty"), e.getMessage());
  }

  @Test
  void anEndlessQuestionIsRefused() {
    PeriodException e = refused(Kind.USAGE, video, "why? ".repeat(20_000), AskOptions.defaults());
    assertTrue(e.getMessage().contains("100000 characters"), e.getMessage());
    assertTrue(e.getMessage().contains("2000"), e.getMessage());
    String longest = "?".repeat(Period.MAX_QUESTION);
    assertNotNull(period.ask(video, longest, AskOptions.defaults()).answer());
  }

  @Test
  void oddQuestionsAreOnlyText() {
    for (String odd : new String[] {"</s><s>", "<image><period>", "\ud800", "\u65e5\u672c\u0000"}) {
      assertNotNull(period.ask(video, odd, AskOptions.defaults()).answer());
    }
  }

  @Test
  void aMissingVideoIsToldByItsName() {
    Path missing = folder.resolve("missing.mp4");
    PeriodException e = refused(Kind.INPUT, missing, QUESTION, AskOptions.defaults());
    assertTrue(e.getMessage().contains("missing.mp4"), e.getMessage());
    refused(Kind.INPUT, video, QUESTION, part(100.0, null));
    refused(Kind.USAGE, video, QUESTION, part(3.0, 1.0));
    refused(Kind.USAGE, video, QUESTION, part(-1.0, 1.0));
  }

  private static PeriodException refused(
      Kind kind, Path file, String question, AskOptions options) {
    PeriodException e =
        assertThrows(PeriodException.class, () -> period.ask(file, question, options));
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  @Test
  void aMissingModelFolderIsToldByItsName() {
    Path missing = folder.resolve("no-model");
    PeriodException e = assertThrows(PeriodException.class, () -> Period.load(missing, ONE_THREAD));
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains("no-model"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"config.json", "model.safetensors", "tokenizer.json", "preprocessor_config.json"})
  void aMissingPartOfAModelIsToldByItsName(String name) throws IOException {
    Files.delete(copyOfModel().resolve(name));
    PeriodException e = assertThrows(PeriodException.class, this::loadCopyAndAsk);
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"generation_config.json", "tokenizer_config.json", "special_tokens_map.json"})
  void whatOtherLibrariesNeedMayBeMissing(String name) throws IOException {
    Files.delete(copyOfModel().resolve(name));
    assertNotNull(loadCopyAndAsk().count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"config.json", "model.safetensors", "tokenizer.json", "preprocessor_config.json"})
  void aDamagedPartOfAModelIsToldByItsName(String name) throws IOException {
    Path file = copyOfModel().resolve(name);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
    PeriodException e = assertThrows(PeriodException.class, this::loadCopyAndAsk);
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }

  @Test
  void weightsThatAreNotNumbersAreToldByTheirName() {
    String name = "language_model.model.norm.weight";
    try (Period broken = Period.load(TinyModel.broken(folder, name), ONE_THREAD)) {
      PeriodException e = assertThrows(PeriodException.class, broken::await);
      assertEquals(Kind.MODEL, e.kind());
      assertTrue(e.getMessage().contains(name), e.getMessage());
      assertTrue(e.getMessage().contains("NaN"), e.getMessage());
      PeriodException again =
          assertThrows(
              PeriodException.class, () -> broken.ask(video, QUESTION, AskOptions.defaults()));
      assertEquals(e.getMessage(), again.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpu", "gpu:x"})
  void anUnknownDeviceIsRefused(String device) {
    try (Period lost = Period.load(model, new PeriodOptions(device, "fp32", 1))) {
      assertEquals(Kind.USAGE, assertThrows(PeriodException.class, lost::await).kind());
    }
  }

  @Test
  void aClosedModelAnswersNoMore() {
    Period closed = Period.load(model, ONE_THREAD);
    closed.close();
    closed.close();
    assertThrows(
        IllegalStateException.class, () -> closed.ask(video, QUESTION, AskOptions.defaults()));
  }

  /** Words change with the seed; the number does not come from a dice. */
  @Test
  void aSeedGivesTheSameWordsAndACountIsNeverDrawn() {
    AskOptions hot = AskOptions.defaults().withSampling(1.5, null, null);
    Answer greedy = period.ask(video, QUESTION, AskOptions.defaults());
    Set<String> heard = new HashSet<>();
    int counted = 0;
    for (int seed = 0; seed < 12; seed++) {
      Answer answer = period.ask(video, QUESTION, hot.withSeed(seed));
      assertSame(answer, period.ask(video, QUESTION, hot.withSeed(seed)));
      heard.add(answer.answer());
      if (answer.count() != null && answer.answer().startsWith("" + answer.count())) {
        // the number came first, as in the greedy answer, and so from the same distribution
        assertEquals(greedy.count(), answer.count());
        counted++;
      }
    }
    assertTrue(counted > 0, heard::toString);
    assertTrue(heard.size() > 1, heard::toString);
    AskOptions one = hot.withSampling(1.5, 1, null);
    assertSame(greedy, period.ask(video, QUESTION, one.withSeed(3)));
  }

  @Test
  void aModelMayAskForDrawnWords() throws IOException {
    copyOfModel();
    Files.writeString(
        folder.resolve("generation_config.json"),
        "{\"do_sample\": true, \"temperature\": 2.5, \"eos_token_id\": 2, \"max_new_tokens\": 5}");
    Set<String> heard = new HashSet<>();
    try (Period drawing = Period.load(folder, ONE_THREAD)) {
      for (int seed = 0; seed < 8; seed++) {
        heard.add(drawing.ask(video, QUESTION, AskOptions.defaults().withSeed(seed)).answer());
      }
      AskOptions cold = AskOptions.defaults().withSampling(0.0, null, null);
      assertSame(
          period.ask(video, QUESTION, AskOptions.defaults()), drawing.ask(video, QUESTION, cold));
    }
    assertTrue(heard.size() > 1, heard::toString);
    Files.writeString(folder.resolve("generation_config.json"), "{\"top_p\": 7}");
    PeriodException e = assertThrows(PeriodException.class, this::loadCopyAndAsk);
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains("generation_config.json"), e.getMessage());
  }

  @Test
  void aTemperatureThatCannotBeIsRefusedBeforeDecoding() {
    AskOptions options = AskOptions.defaults().withSampling(-1.0, null, null);
    PeriodException e = refused(Kind.USAGE, Path.of("no-such-file.mp4"), QUESTION, options);
    assertTrue(e.getMessage().contains("temperature"), e.getMessage());
  }

  @Test
  void closingWaitsForAnswersAndRefusesLateQuestions() throws Exception {
    Period shortLived = Period.load(model, ONE_THREAD);
    Answer expected = shortLived.ask(video, QUESTION, AskOptions.defaults());
    FrameSequence frames = TestVideo.frames(48, 48, 40, 1);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    CountDownLatch decoding = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try {
      AskOptions slow =
          AskOptions.defaults()
              .withStream(
                  piece -> {
                    decoding.countDown();
                    wait(goOn);
                  });
      Future<Answer> running = threads.submit(() -> shortLived.ask(video, QUESTION, slow));
      wait(decoding);
      List<Future<Answer>> others = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        others.add(threads.submit(() -> shortLived.ask(frames, QUESTION, AskOptions.defaults())));
      }
      Future<?> closing = threads.submit(shortLived::close);
      goOn.countDown();
      assertSame(expected, running.get());
      closing.get();
      for (Future<Answer> other : others) {
        try {
          assertNotNull(other.get().count());
        } catch (ExecutionException e) {
          assertInstanceOf(IllegalStateException.class, e.getCause());
        }
      }
      IllegalStateException late =
          assertThrows(
              IllegalStateException.class,
              () -> shortLived.ask(video, QUESTION, AskOptions.defaults()));
      assertTrue(late.getMessage().contains("closed"), late.getMessage());
      assertThrows(IllegalStateException.class, shortLived::await);
    } finally {
      threads.shutdown();
    }
  }

  private static void wait(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aListenerCannotCloseTheModelThatItListensTo() {
    Period own = Period.load(model, ONE_THREAD);
    AskOptions closing = AskOptions.defaults().withStream(piece -> own.close());
    assertThrows(IllegalStateException.class, () -> own.ask(video, QUESTION, closing));
    assertNotNull(own.ask(video, QUESTION, AskOptions.defaults()).count());
    own.close();
  }

  @Test
  void threadsGetTheAnswersThatOneWouldGet() throws Exception {
    List<Path> videos = new ArrayList<>();
    List<Answer> expected = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      videos.add(TestVideo.write(folder.resolve(i + ".mp4"), 20 + 10 * i, 0.5 + 0.4 * i));
      expected.add(period.ask(videos.get(i), QUESTION, AskOptions.defaults()));
    }
    // otherwise a mix-up could not show
    assertNotEquals(expected.get(0).periodSeconds(), expected.get(1).periodSeconds());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Answer>> found = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Path mine = videos.get(i % 4);
        found.add(threads.submit(() -> period.ask(mine, QUESTION, AskOptions.defaults())));
      }
      for (int i = 0; i < found.size(); i++) {
        assertSame(expected.get(i % 4), found.get(i).get());
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void assertSame(Answer expected, Answer actual) {
    assertEquals(expected.answer(), actual.answer());
    assertEquals(expected.count(), actual.count());
    assertEquals(expected.countLow(), actual.countLow());
    assertEquals(expected.countHigh(), actual.countHigh());
    assertEquals(expected.periodSeconds(), actual.periodSeconds());
    assertEquals(expected.repetitions().size(), actual.repetitions().size());
    for (int k = 0; k < expected.repetitions().size(); k++) {
      assertArrayEquals(expected.repetitions().get(k), actual.repetitions().get(k));
    }
  }

  private Path copyOfModel() throws IOException {
    try (var files = Files.list(model)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  private Answer loadCopyAndAsk() {
    try (Period copy = Period.load(folder, ONE_THREAD)) {
      return copy.ask(video, QUESTION, AskOptions.defaults());
    }
  }
}

package dev.period.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.cache.FeatureCache;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.clip.ClipVisionEncoder;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.model.Batch;
import dev.period.core.model.Medium;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.Placeholder;
import dev.period.core.model.Prompt;
import dev.period.core.model.TokenSequence;
import dev.period.core.nn.Parameters;
import dev.period.data.build.BuildRequest;
import dev.period.data.build.QaBuilders;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoReader;
import dev.period.data.video.VideoView;
import dev.period.data.video.VideoViewer;
import dev.period.infer.bench.Spread;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What data cost: decoding beside the {@code ffmpeg} command doing the same, records of text, and
 * what the cache saves. Rounds are paired: whoever else uses the machine disturbs both sides.
 *
 * <p>Arguments: folder for the clip and everything else (made where it is missing), rounds (default
 * 9), what to measure (default {@code decode,text,view,tower}).
 */
public final class VideoSpeed {
  private static final int SIDE = 224;
  private static final int RECORDS = 200_000;
  private static final double MILLI = 1e-3;

  private final Path folder;
  private final int rounds;

  private VideoSpeed(Path folder, int rounds) {
    this.folder = folder;
    this.rounds = rounds;
  }

  private interface Work {
    /** Does it, and tells how much was done. */
    double run() throws IOException;
  }

  /** Runs everything and prints one line per figure. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9;
    VideoSpeed bench = new VideoSpeed(folder, rounds);
    int threads = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        "%d threads, libtorch %s with %d%n", threads, Torch.version(), Torch.threads());
    Path clip = bench.clip();
    String parts = arguments.length > 2 ? arguments[2] : "decode,text,view,tower";
    if (parts.contains("decode")) {
      bench.decode(clip, threads);
    }
    if (parts.contains("text")) {
      bench.text();
    }
    if (parts.contains("view")) {
      bench.views(clip);
    }
    if (parts.contains("tower")) {
      bench.tower("CLIP ViT-B/32, 8 frames of 224", 32, 768, 12, 12, 8);
      bench.tower("CLIP ViT-L/14, 4 frames of 224", 14, 1024, 24, 16, 4);
      bench.smallTower();
    }
  }

  /** 20 s of 720p at 30 frames a second, with noise, so that the bit rate is that of a camera. */
  private Path clip() throws IOException {
    Path clip = folder.resolve("clip-720p30.mp4");
    if (!Files.exists(clip)) {
      ffmpeg(
          ("-f lavfi -i testsrc2=size=1280x720:rate=30:d=20 -vf noise=alls=6:allf=t"
                  + " -c:v libx264 -preset veryfast -crf 23 -pix_fmt yuv420p")
              .split(" "),
          clip);
    }
    return clip;
  }

  private static void ffmpeg(String[] options, Path out) throws IOException {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
    command.addAll(List.of(options));
    command.add(out.toString());
    try {
      if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IOException("ffmpeg failed: " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void decode(Path clip, int threads) throws IOException {
    double frames =
        VideoReader.read(clip, SIDE, SIDE, 0, 1e9, VideoLimits.defaults()).frames().frames();
    String scale =
        " -i %s -vf scale=%d:%d:flags=area -pix_fmt rgb24 -f rawvideo".formatted(clip, SIDE, SIDE);
    String plain = "-threads " + threads + " -filter_threads " + threads;
    Path sink = Path.of("/dev/null");
    System.out.printf("decoding %.0f frames of %d MB%n", frames, Files.size(clip) >> 20);
    Work ours =
        () -> VideoReader.read(clip, SIDE, SIDE, 0, 1e9, VideoLimits.defaults()).frames().frames();
    Work same =
        () -> {
          ffmpeg((plain + " -skip_loop_filter all" + scale).split(" "), sink);
          return frames;
        };
    Work all =
        () -> {
          ffmpeg((plain + scale).split(" "), sink);
          return frames;
        };
    String name = "decode and scale to 224, frames/s, Period : ffmpeg";
    compare(name + " -skip_loop_filter all", ours, same);
    compare(name, ours, all);
    processor(name + " -skip_loop_filter all, by processor time", ours, same);
    processor(name + ", by processor time", ours, all);
  }

  /** By the clock and, for a machine that others use, by the processor time of all threads. */
  private void text() throws IOException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double[] rates = new double[rounds];
    double[] perCpu = new double[rounds];
    for (int round = -3; round < rounds; round++) {
      Path out = Files.createTempDirectory(folder, "text");
      long begun = System.nanoTime();
      long cpu = system.getProcessCpuTime();
      QaBuilders.byName("text")
          .orElseThrow()
          .build(new BuildRequest(out, null, "train", 7, (long) RECORDS, Map.of(), false));
      if (round >= 0) {
        rates[round] = RECORDS / ((System.nanoTime() - begun) / 1e9);
        perCpu[round] = RECORDS / ((system.getProcessCpuTime() - cpu) / 1e9);
      }
      delete(out);
    }
    print("period data build text, records/s", Spread.of(rates), 1);
    print("  records per second of processor time", Spread.of(perCpu), 1);
  }

  /** What nano's evidence costs; a hit reads and checks the entry and, the first time, the file. */
  private void views(Path clip) throws IOException {
    VideoView nano = VideoView.middles(48, 128, 8);
    Path kept = Files.createTempDirectory(folder, "cache");
    FeatureCache cache = new FeatureCache(kept, 1L << 30);
    VideoViewer cached = new VideoViewer(VideoLimits.defaults(), cache);
    VideoViewer plain = new VideoViewer(VideoLimits.defaults(), null);
    cached.view(clip, 0, 1e9, nano);
    Work look =
        () -> {
          plain.view(clip, 0, 1e9, nano);
          return 1;
        };
    int[] copy = {0};
    compare(
        "nano's view of the clip, looks/s, known file in the cache : decoded",
        () -> {
          for (int i = 0; i < 20; i++) {
            cached.view(clip, 0, 1e9, nano);
          }
          return 20;
        },
        look);
    List<Path> copies = new ArrayList<>();
    for (int i = 0; i < 2 * rounds + 2; i++) {
      copies.add(Files.copy(clip, folder.resolve("copy" + i + ".mp4")));
    }
    compare(
        "the same, file not yet hashed in this process : decoded",
        () -> {
          cached.view(copies.get(copy[0]++), 0, 1e9, nano);
          return 1;
        },
        look);
    for (Path file : copies) {
      Files.delete(file);
    }
    delete(kept);
  }

  private void tower(String name, int patch, int width, int layers, int heads, int frames)
      throws IOException {
    PeriodConfig config = config(patch, width, layers, heads, frames);
    Path kept = Files.createTempDirectory(folder, "cache");
    FeatureCache cache = new FeatureCache(kept, 1L << 30);
    Batch batch = batch(config, frames);
    try (PeriodModel plain =
            new PeriodModel(config, new RandomWeights(), Device.cpu(), Dtype.FP32);
        PeriodModel cached =
            new PeriodModel(config, new RandomWeights(), Device.cpu(), Dtype.FP32)) {
      long begun = System.nanoTime();
      cached.rememberTower(cache);
      System.out.printf(
          Locale.ROOT,
          "%s: its weights hashed in %.2f s%n",
          name,
          (System.nanoTime() - begun) / 1e9);
      compare(
          name + ", forward passes/s of tower, projector and a tiny decoder, cached : encoded",
          () -> {
            for (int i = 0; i < 10; i++) {
              forward(cached, batch);
            }
            return 10;
          },
          () -> forward(plain, batch));
    }
    delete(kept);
  }

  /** A tower of nano's size, which is not cached: there is nothing to gain. */
  private void smallTower() throws IOException {
    ClipVisionConfig nano = new ClipVisionConfig(48, 12, 64, 128, 2, 4, 1e-5);
    try (Parameters parameters = new Parameters(Device.cpu(), new RandomWeights())) {
      ClipVisionEncoder encoder = new ClipVisionEncoder(parameters, "v", nano, -1, Dtype.FP32);
      Work look =
          () -> {
            for (int i = 0; i < 50; i++) {
              try (NDManager scope = Torch.scope()) {
                encoder.patches(scope, Torch.floats(scope, noise(8 * 3 * 48 * 48), 8, 3, 48, 48));
              }
            }
            return 50;
          };
      double[] times = new double[rounds];
      for (int round = -1; round < rounds; round++) {
        long begun = System.nanoTime();
        double amount = look.run();
        if (round >= 0) {
          times[round] = (System.nanoTime() - begun) / 1e9 / amount;
        }
      }
      print("a tower of nano's size, 8 frames, ms", Spread.of(times), MILLI);
    }
  }

  private static float[] noise(int size) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  private static PeriodConfig config(int patch, int width, int layers, int heads, int frames) {
    String json =
        """
        {"text_config": {"vocab_size": 64, "hidden_size": 64, "intermediate_size": 64,
           "num_hidden_layers": 1, "num_attention_heads": 4, "num_key_value_heads": 4,
           "rms_norm_eps": 1e-5, "rope_theta": 10000, "tie_word_embeddings": true},
         "vision_config": {"image_size": %d, "patch_size": %d, "hidden_size": %d,
           "intermediate_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d},
         "image_token_index": 3, "visual_frames": %d, "pooling_window": [1, %d, %d]}
        """
            .formatted(
                SIDE, patch, width, 4 * width, layers, heads, frames, SIDE / patch, SIDE / patch);
    try {
      return new ObjectMapper().readValue(json, PeriodConfig.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Batch batch(PeriodConfig config, int frames) {
    Medium video =
        new Medium(Medium.Kind.VIDEO, frames, noise(frames * 3 * SIDE * SIDE), null, null);
    Placeholder placeholder =
        new Placeholder(config.imageTokenIndex(), config.frameTokens(frames, true));
    TokenSequence tokens =
        TokenSequence.ofIds(new int[] {1, -1, 5}, -1, List.of(List.of(placeholder)));
    return Batch.of(config, List.of(new Prompt(tokens, List.of(video))));
  }

  private static double forward(PeriodModel model, Batch batch) {
    try (NDManager scope = Torch.scope()) {
      return model.forward(scope, batch, null).hidden().toFloatArray().length > 0 ? 1 : 0;
    }
  }

  /** Rates of both, one after the other in each round, and the quotients. */
  private void compare(String name, Work ours, Work theirs) throws IOException {
    double[] first = new double[rounds];
    double[] second = new double[rounds];
    double[] ratio = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      double a = rate(ours);
      double b = rate(theirs);
      if (round >= 0) {
        first[round] = a;
        second[round] = b;
        ratio[round] = a / b;
      }
    }
    System.out.println(name);
    print("  first", Spread.of(first), 1);
    print("  second", Spread.of(second), 1);
    print("  first / second", Spread.of(ratio), 1);
  }

  /** Frames per second of processor time: what remains comparable on a machine that others use. */
  private void processor(String name, Work ours, Work theirs) throws IOException {
    double[] first = new double[rounds];
    double[] second = new double[rounds];
    double[] ratio = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      double begun = processorSeconds();
      double amount = ours.run();
      double between = processorSeconds();
      double theirAmount = theirs.run();
      double end = processorSeconds();
      if (round >= 0) {
        first[round] = amount / (between - begun);
        second[round] = theirAmount / (end - between);
        ratio[round] = first[round] / second[round];
      }
    }
    System.out.println(name);
    print("  first", Spread.of(first), 1);
    print("  second", Spread.of(second), 1);
    print("  first / second", Spread.of(ratio), 1);
  }

  /** Of this process and of those that it started and that have ended; Linux only. */
  private static double processorSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double ticks = 0;
    for (int field = 11; field < 15; field++) {
      ticks += Double.parseDouble(fields[field]);
    }
    return ticks / 100;
  }

  private static double rate(Work work) throws IOException {
    long begun = System.nanoTime();
    double amount = work.run();
    return amount / ((System.nanoTime() - begun) / 1e9);
  }

  private static void print(String name, Spread spread, double unit) {
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f (%.2f to %.2f, %d rounds)%n",
        name,
        spread.median() / unit,
        spread.lowest() / unit,
        spread.highest() / unit,
        spread.rounds());
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

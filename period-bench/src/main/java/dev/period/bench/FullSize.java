package dev.period.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.checkpoint.CheckpointSource;
import dev.period.core.checkpoint.SafetensorsType;
import dev.period.core.checkpoint.SafetensorsWriter;
import dev.period.core.checkpoint.TensorData;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.PackedLinear;
import dev.period.core.engine.RawTensors;
import dev.period.core.engine.Torch;
import dev.period.core.llama.LlamaConfig;
import dev.period.core.llama.LlamaDecoder;
import dev.period.core.nn.Init;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.WeightFormat;
import dev.period.infer.bench.Speed;
import dev.period.infer.bench.Spread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Decoding, prefill and loading with layers of LLaMA-7B's shape in bf16, as shares of what the
 * machine's memory, matrix products and files give in the same run.
 *
 * <p>Arguments: layers (default 4; 32 is the whole model, 13.5 GB), rounds (default 9), folder for
 * a temporary weights file of as many layers, at most 4 (default: the system's), what to measure
 * (default {@code prefill,decode,load}).
 */
public final class FullSize {
  private static final int HIDDEN = 4096;
  private static final int WIDE = 11008;
  private static final int PROMPT = 1024;
  private static final int CONTEXT = 128;
  private static final int ALL_LAYERS = 32;
  private static final double LAYER_WEIGHTS = 4.0 * HIDDEN * HIDDEN + 3.0 * HIDDEN * WIDE;
  private static final double GIGA = 1e9;

  private final int rounds;

  private FullSize(int rounds) {
    this.rounds = rounds;
  }

  /** Runs everything and prints one line per figure. */
  public static void main(String[] arguments) throws IOException {
    int layers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9;
    Path folder =
        arguments.length > 2
            ? Files.createTempDirectory(Path.of(arguments[2]), "full-size")
            : Files.createTempDirectory("full-size");
    FullSize bench = new FullSize(rounds);
    System.out.printf(
        "libtorch %s, %d threads, packed matrices %s, THP_MEM_ALLOC_ENABLE=%s%n",
        Torch.version(),
        Torch.threads(),
        PackedLinear.available() ? "available" : "not available",
        System.getenv("THP_MEM_ALLOC_ENABLE"));
    String parts = arguments.length > 3 ? arguments[3] : "prefill,decode,load";
    if (parts.contains("prefill")) {
      bench.prefill(bench.products());
    }
    if (parts.contains("decode")) {
      bench.decode(layers, bench.bandwidth());
    }
    if (parts.contains("load")) {
      bench.load(Math.min(layers, 4), folder);
    }
    System.out.printf("peak resident memory %.2f GB%n", peakMemory() / GIGA);
  }

  private static LlamaConfig shape(int layers) {
    return new LlamaConfig(32000, HIDDEN, WIDE, layers, 32, 32, 1e-6, 10000, false);
  }

  /** Bytes per second of a kernel that only reads. */
  private double bandwidth() {
    double best = 0;
    for (Dtype dtype : new Dtype[] {Dtype.FP32, Dtype.BF16}) {
      try (NDManager scope = Torch.scope()) {
        long elements = (1L << 30) / (dtype == Dtype.FP32 ? 4 : 2);
        NDArray x =
            new RandomWeights().tensor(scope, dtype, "x", Init.normal(1), new long[] {elements});
        Kernel read = Kernel.load(FullSize.class, "read", Map.of());
        Spread spread = rates(1L << 30, () -> run(scope, read, x));
        print("plain read, " + dtype, spread, GIGA, "GB/s");
        best = Math.max(best, spread.median());
      }
    }
    return best;
  }

  /** Operations per second of bf16 matrix products. */
  private double products() {
    double best = 0;
    for (long[] size : new long[][] {{2048, 2048, 2048}, {PROMPT, HIDDEN, WIDE}}) {
      try (NDManager scope = Torch.scope()) {
        NDArray x = matrix(scope, size[0], size[1]);
        NDArray w = matrix(scope, size[2], size[1]);
        double operations = 2.0 * size[0] * size[1] * size[2];
        String name = "bf16 product " + size[0] + "x" + size[1] + "x" + size[2];
        Kernel product = Kernel.load(FullSize.class, "product", Map.of());
        Spread plain = rates(operations, () -> run(scope, product, x, w));
        print(name, plain, GIGA, "GFLOP/s");
        best = Math.max(best, plain.median());
        if (PackedLinear.available()) {
          NDArray packed = PackedLinear.pack(scope, w);
          Kernel packedProduct = Kernel.load(FullSize.class, "packed_product", Map.of());
          Spread fast = rates(operations, () -> run(scope, packedProduct, x, packed));
          print(name + ", packed", fast, GIGA, "GFLOP/s");
          best = Math.max(best, fast.median());
        }
      }
    }
    return best;
  }

  private static NDArray matrix(NDManager scope, long rows, long columns) {
    return new RandomWeights()
        .tensor(scope, Dtype.BF16, "x", Init.normal(0.02), new long[] {rows, columns});
  }

  private void prefill(double products) {
    for (WeightFormat format : formats()) {
      try (Parameters parameters = new Parameters(Device.cpu(), new RandomWeights(), format)) {
        LlamaDecoder decoder = new LlamaDecoder(parameters, "", shape(1), Dtype.BF16);
        Spread tokens = Speed.prefill(decoder, PROMPT, rounds);
        // half of all pairs of tokens: a causal mask closes the others
        double perToken = 2 * LAYER_WEIGHTS + 2.0 * PROMPT * HIDDEN;
        print("prefill, 1 layer, " + PROMPT + " tokens" + name(format), tokens, 1, "tokens/s");
        System.out.printf(
            Locale.ROOT,
            "  %.0f GFLOP/s, %.2f of the bf16 product's%n",
            tokens.median() * perToken / GIGA,
            tokens.median() * perToken / products);
      }
    }
  }

  private void decode(int layers, double bandwidth) {
    double head = 2.0 * 32000 * HIDDEN;
    double bytes = 2 * LAYER_WEIGHTS * layers + head;
    for (WeightFormat format : formats()) {
      if (layers > 8 && !format.packed()) {
        continue; // once is enough where loading takes minutes
      }
      long begun = System.nanoTime();
      try (Parameters parameters = new Parameters(Device.cpu(), new RandomWeights(), format)) {
        LlamaDecoder decoder = new LlamaDecoder(parameters, "", shape(layers), Dtype.BF16);
        System.out.printf(
            "built %.2f GB in %.1f s, resident %.2f GB%n",
            bytes / GIGA, (System.nanoTime() - begun) / GIGA, memory("VmRSS") / GIGA);
        Spread tokens = Speed.decode(decoder, CONTEXT, 4 * rounds);
        print("decode, " + layers + " layers and head" + name(format), tokens, 1, "tokens/s");
        System.out.printf(
            Locale.ROOT,
            "  %.1f GB/s, %.2f of the plain read's%n",
            tokens.median() * bytes / GIGA,
            tokens.median() * bytes / bandwidth);
        if (layers < ALL_LAYERS) {
          double whole = 2 * LAYER_WEIGHTS * ALL_LAYERS + head;
          System.out.printf(
              Locale.ROOT,
              "  extrapolated by bytes to %d layers: %.2f tokens/s%n",
              ALL_LAYERS,
              tokens.median() * bytes / whole);
        }
      }
    }
  }

  private static WeightFormat[] formats() {
    WeightFormat plain = new WeightFormat(Dtype.BF16, false);
    return PackedLinear.available()
        ? new WeightFormat[] {new WeightFormat(Dtype.BF16, true), plain}
        : new WeightFormat[] {plain};
  }

  private static String name(WeightFormat format) {
    return format.packed() ? ", packed" : ", plain";
  }

  private void load(int layers, Path folder) throws IOException {
    Path file = folder.resolve("model.safetensors");
    try {
      write(file, layers);
      long bytes = Files.size(file);
      Spread reading = rates(bytes, () -> readThrough(file));
      print("reading a file of " + bytes / 1_000_000 + " MB", reading, GIGA, "GB/s");
      for (WeightFormat format : formats()) {
        Spread loading = rates(bytes, () -> loadAll(folder, layers, format));
        print("loading it" + name(format), loading, GIGA, "GB/s");
        System.out.printf(Locale.ROOT, "  %.2f of reading%n", loading.median() / reading.median());
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  private static void write(Path file, int layers) {
    try (Parameters parameters =
        new Parameters(Device.cpu(), new RandomWeights(), new WeightFormat(Dtype.BF16, false))) {
      new LlamaDecoder(parameters, "", shape(layers), Dtype.BF16);
      Map<String, TensorData> tensors = new LinkedHashMap<>();
      parameters
          .all()
          .forEach(
              (name, tensor) -> {
                long[] shape = tensor.getShape().getShape();
                ByteBuffer memory =
                    RawTensors.memory(tensor, 0, tensor.size()).order(ByteOrder.LITTLE_ENDIAN);
                SafetensorsType type =
                    shape.length == 2 ? SafetensorsType.BF16 : SafetensorsType.F32;
                tensors.put(name, new TensorData(type, shape, memory));
              });
      SafetensorsWriter.write(file, tensors, Map.of());
    }
  }

  private static long readThrough(Path file) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(8 << 20);
    try (FileChannel channel = FileChannel.open(file)) {
      long total = 0;
      for (int read = channel.read(buffer); read >= 0; read = channel.read(buffer)) {
        total += read;
        buffer.clear();
      }
      return total;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long loadAll(Path folder, int layers, WeightFormat format) {
    try (WeightsFolder weights = WeightsFolder.open(folder);
        Parameters parameters =
            new Parameters(
                Device.cpu(),
                new CheckpointSource(weights, "the benchmark", name -> name),
                format)) {
      new LlamaDecoder(parameters, "", shape(layers), Dtype.BF16);
      return parameters.size();
    }
  }

  private static long run(NDManager scope, Kernel kernel, Object... arguments) {
    NDArray result = kernel.run(scope, arguments);
    long size = result.size();
    result.close();
    return size;
  }

  private Spread rates(double amount, LongSupplier work) {
    double[] rates = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      long begun = System.nanoTime();
      if (work.getAsLong() == 0) {
        throw new IllegalStateException("nothing was done");
      }
      if (round >= 0) {
        rates[round] = amount / ((System.nanoTime() - begun) / GIGA);
      }
    }
    return Spread.of(rates);
  }

  private static void print(String name, Spread spread, double unit, String unitName) {
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f %s (%.2f to %.2f, %d rounds)%n",
        name,
        spread.median() / unit,
        unitName,
        spread.lowest() / unit,
        spread.highest() / unit,
        spread.rounds());
  }

  private static double peakMemory() throws IOException {
    return memory("VmHWM");
  }

  private static double memory(String key) {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(key))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN; // another system
    }
  }
}

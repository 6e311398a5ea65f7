package dev.period.infer;

import ai.djl.Device;
import dev.period.core.PeriodException;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.generate.GenerationConfig;
import dev.period.core.generate.NumberAwareDecoding;
import dev.period.core.generate.Sampling;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.PromptBuilder;
import dev.period.core.nn.WeightFormat;
import dev.period.core.text.Tokenizer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Weights that load in the background, that any number of threads use at once, and that are freed
 * when none of them does any more.
 */
final class LoadedModel implements AutoCloseable {
  private final CompletableFuture<Ready> loaded;
  // closing frees native memory: it has to wait until no answer is being decoded
  private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /** What answers are made with. */
  record Ready(
      PeriodModel model,
      Tokenizer tokenizer,
      @Nullable Tokenizer clipTokenizer,
      PromptBuilder prompts,
      NumberAwareDecoding decoding,
      GenerationConfig generation) {

    /** How words are drawn: as asked for, else as the model's folder says. */
    Sampling sampling(AskOptions options) {
      return generation.sampling(options.temperature(), options.topK(), options.topP());
    }

    private void close() {
      model.close();
      tokenizer.close();
      if (clipTokenizer != null) {
        clipTokenizer.close();
      }
    }
  }

  private LoadedModel(CompletableFuture<Ready> loaded) {
    this.loaded = loaded;
  }

  /** Begins to load a folder; its problems are told by {@link #use}. */
  static LoadedModel load(Path folder, PeriodConfig config, PeriodOptions options) {
    Dtype dtype = Dtype.parse(options.dtype());
    return new LoadedModel(
        CompletableFuture.runAsync(() -> Torch.setThreads(options.threads()))
            .thenApplyAsync(ignored -> open(folder, config, options, dtype)));
  }

  private static Ready open(Path folder, PeriodConfig config, PeriodOptions options, Dtype dtype) {
    Device device = Torch.device(options.device());
    ImageProcessor images = ModelFolder.imageProcessor(folder, config);
    GenerationConfig generation = GenerationConfig.read(ModelFolder.home(folder));
    Tokenizer tokenizer = ModelFolder.tokenizer(folder);
    Tokenizer clip = null;
    PeriodModel model = null;
    try {
      clip = ModelFolder.clipTokenizer(folder, config);
      PromptBuilder prompts = new PromptBuilder(config, tokenizer, images, clip);
      model = ModelFolder.model(folder, device, dtype, WeightFormat.inference(dtype, device));
      if (options.cache() != null) {
        model.rememberTower(options.cache());
      }
      return new Ready(
          model,
          tokenizer,
          clip,
          prompts,
          new NumberAwareDecoding(model, tokenizer, generation),
          generation);
    } catch (RuntimeException e) {
      if (model != null) {
        model.close();
      }
      if (clip != null) {
        clip.close();
      }
      tokenizer.close();
      throw e;
    }
  }

  /**
   * Does {@code work} with the model, once it is loaded; nobody frees it meanwhile.
   *
   * @throws PeriodException of kind MODEL or ENGINE when it did not load
   * @throws IllegalStateException when it was closed
   */
  <T> T use(Function<Ready, T> work) {
    Ready ready = ready();
    inUse.readLock().lock();
    try {
      if (closed) {
        throw closedAlready();
      }
      return work.apply(ready);
    } finally {
      inUse.readLock().unlock();
    }
  }

  private Ready ready() {
    if (closed) {
      throw closedAlready();
    }
    try {
      return loaded.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static IllegalStateException closedAlready() {
    return new IllegalStateException("this Period is closed; load the model again to ask more");
  }

  /** Waits for who uses it, and frees it; see {@link Period#close}. */
  @Override
  public void close() {
    if (inUse.getReadHoldCount() > 0) {
      throw new IllegalStateException("a Period cannot be closed by the listener of its answer");
    }
    @Nullable Ready ready = loaded.exceptionally(e -> null).join();
    inUse.writeLock().lock();
    try {
      if (!closed && ready != null) {
        ready.close();
      }
      closed = true;
    } finally {
      inUse.writeLock().unlock();
    }
  }
}

package dev.period.train;

import dev.period.core.FrameSequence;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.model.Batch;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.TokenSequence;
import dev.period.core.text.Tokenizer;
import dev.period.data.Sample;
import java.util.ArrayList;
import java.util.List;

/** Turns samples into one batch: tokens, media, targets on the answers. Thread-safe. */
final class Collator {
  private final PeriodConfig config;
  private final Tokenizer tokenizer;
  private final ImageProcessor images;
  private final CountTargets targets;

  Collator(PeriodConfig config, Tokenizer tokenizer, ImageProcessor images, CountTargets targets) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.images = images;
    this.targets = targets;
  }

  TrainingBatch collate(List<Sample> samples) {
    List<TokenSequence> sequences = new ArrayList<>();
    List<FrameSequence> visuals = new ArrayList<>();
    List<Sample> periodic = new ArrayList<>();
    boolean withPeriodicity = config.periodicityConfig().enabled();
    for (Sample sample : samples) {
      boolean hasGram = withPeriodicity && sample.gram() != null;
      sequences.add(
          TokenSequence.of(
              tokenizer,
              config,
              sample.visual() != null,
              hasGram,
              sample.question(),
              sample.answer()));
      if (sample.visual() != null) {
        visuals.add(sample.visual());
      }
      if (hasGram) {
        periodic.add(sample);
      }
    }
    Batch inputs = Batch.of(config, sequences, pixels(visuals), grams(periodic));
    return targets(samples, sequences, inputs, periodic);
  }

  private TrainingBatch targets(
      List<Sample> samples, List<TokenSequence> sequences, Batch inputs, List<Sample> periodic) {
    int n = 0;
    for (TokenSequence sequence : sequences) {
      for (boolean trained : sequence.trained()) {
        n += trained ? 1 : 0;
      }
    }
    long[] rows = new long[n];
    long[] candidates = new long[n * CountTargets.CANDIDATES];
    float[] probabilities = new float[n * CountTargets.CANDIDATES];
    int row = 0;
    for (int b = 0; b < samples.size(); b++) {
      TokenSequence sequence = sequences.get(b);
      // Words are counted exactly; only what is seen may be off by a little.
      int count = samples.get(b).visual() == null ? -1 : samples.get(b).count();
      int digitsSeen = 0;
      for (int i = 1; i < sequence.length(); i++) {
        if (!sequence.trained()[i]) {
          continue;
        }
        int token = sequence.ids()[i];
        int offset = row * CountTargets.CANDIDATES;
        rows[row++] = (long) b * inputs.width() + i - 1;
        boolean digit = targets.isDigit(token);
        if (count >= 0 && digit && digitsSeen == 0) {
          targets.first(count, candidates, probabilities, offset);
        } else if (count >= 0 && digitsSeen == 1) {
          int following = digit ? sequence.ids()[i + 1] : token;
          targets.second(count, following, candidates, probabilities, offset);
          digitsSeen++;
        } else {
          targets.hard(token, candidates, probabilities, offset);
        }
        digitsSeen += digit ? 1 : 0;
      }
    }
    return new TrainingBatch(
        samples.stream().map(Sample::id).toList(),
        inputs,
        rows,
        candidates,
        probabilities,
        periodic.isEmpty() ? null : joined(periodic.stream().map(Sample::density).toList()),
        periodic.isEmpty() ? null : joined(periodic.stream().map(Sample::active).toList()));
  }

  private float @org.jspecify.annotations.Nullable [] pixels(List<FrameSequence> visuals) {
    if (visuals.isEmpty()) {
      return null;
    }
    int size = config.visualFrames() * 3 * images.size() * images.size();
    float[] pixels = new float[visuals.size() * size];
    for (int i = 0; i < visuals.size(); i++) {
      images.fill(visuals.get(i), pixels, i * size);
    }
    return pixels;
  }

  private static float @org.jspecify.annotations.Nullable [] grams(List<Sample> samples) {
    return samples.isEmpty() ? null : joined(samples.stream().map(Sample::gram).toList());
  }

  private static float[] joined(List<float[]> parts) {
    int size = parts.get(0).length;
    float[] all = new float[parts.size() * size];
    for (int i = 0; i < parts.size(); i++) {
      System.arraycopy(parts.get(i), 0, all, i * size, size);
    }
    return all;
  }
}

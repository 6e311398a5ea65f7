package dev.period.train;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.cache.CachePlace;
import dev.period.core.cache.FeatureCache;
import dev.period.core.model.PeriodConfig;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.Seeds;
import dev.period.data.qa.Permutation;
import dev.period.data.qa.QaReader;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.QaSamples;
import dev.period.data.video.VideoView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The questions of a user's QA files, all of them in a new order each time round.
 *
 * <p>Records whose media are missing are left out from the start; where a file turns out not to be
 * readable, the next sample in order takes its place.
 */
final class FileSamples implements SampleSource {
  /** So many unreadable samples in a row are no accident. */
  private static final int TRIES = 20;

  private final PeriodConfig model;
  private final List<QaSamples> parts;
  private final SampleSource cached;
  private final long size;
  private final long seed;
  private final Consumer<String> listener;
  private final Set<String> reported = new HashSet<>();

  private FileSamples(
      PeriodConfig model,
      List<QaSamples> parts,
      long cacheBytes,
      long seed,
      Consumer<String> listener) {
    this.model = model;
    this.parts = parts;
    this.size = parts.stream().mapToLong(QaSamples::size).sum();
    this.cached = new SampleCache(this::read, cacheBytes);
    this.seed = seed;
    this.listener = listener;
  }

  /**
   * Opens QA files.
   *
   * @param files at least one
   * @param model decides on sizes and numbers of frames
   * @param cacheBytes room for decoded samples
   * @param seed decides on the order
   * @param listener hears what is left out; called on any thread
   * @throws PeriodException of kind INPUT when a file is missing, broken or empty, or a record has
   *     nothing to learn
   */
  static FileSamples open(
      List<Path> files, PeriodConfig model, long cacheBytes, long seed, Consumer<String> listener) {
    VideoView view =
        model.visionConfig() == null ? VideoView.middles(1, 0, 1) : VideoView.of(model);
    FeatureCache cache = CachePlace.open();
    List<QaSamples> parts = new ArrayList<>();
    for (Path file : files) {
      List<QaRecord> records = QaReader.readAll(file);
      if (records.isEmpty()) {
        throw new PeriodException(
            Kind.INPUT, file + " holds no records: there is nothing to learn");
      }
      Path folder = file.toAbsolutePath().getParent();
      List<QaRecord> usable = new ArrayList<>();
      for (QaRecord record : records) {
        checkAnswers(file, record);
        if (record.allMedia().stream()
            .allMatch(media -> Files.isRegularFile(QaSamples.resolve(folder, media)))) {
          usable.add(record);
        }
      }
      if (usable.isEmpty()) {
        throw new PeriodException(
            Kind.INPUT,
            file
                + ": the media of all its "
                + records.size()
                + " records are missing, "
                + QaSamples.resolve(folder, String.valueOf(records.get(0).media()))
                + " for example");
      }
      if (usable.size() < records.size()) {
        listener.accept(
            file
                + ": "
                + (records.size() - usable.size())
                + " of "
                + records.size()
                + " records are left out, their media are missing");
      }
      parts.add(new QaSamples(folder, usable, view, cache));
    }
    return new FileSamples(model, parts, cacheBytes, seed, listener);
  }

  private static void checkAnswers(Path file, QaRecord record) {
    for (QaRecord.Exchange exchange : record.exchanges()) {
      if (exchange.answer().replaceAll("<(image|video)>", "").isBlank()) {
        throw new PeriodException(
            Kind.INPUT,
            file
                + ": an answer of record "
                + record.id()
                + " is empty, so all its labels would be masked; 'period data check' finds such"
                + " records");
      }
    }
  }

  /** The number of different samples. */
  long size() {
    return size;
  }

  @Override
  public Sample sample(long index) {
    PeriodException problem = null;
    for (int k = 0; k < TRIES; k++) {
      long at = at(index + k);
      try {
        return cached.sample(at);
      } catch (PeriodException e) {
        if (e.kind() != Kind.INPUT) {
          throw e;
        }
        leftOut(record(at).id(), e);
        problem = e;
      }
    }
    throw new PeriodException(
        Kind.INPUT,
        TRIES
            + " samples in a row cannot be read, the last because "
            + (problem == null ? "" : problem.getMessage()),
        problem);
  }

  private synchronized void leftOut(String id, PeriodException reason) {
    if (reported.add(id)) {
      listener.accept(id + " is left out: " + reason.getMessage());
    }
  }

  /** About how many tokens a sample has; nothing is read for it. */
  int length(long index) {
    long at = at(index);
    QaRecord record = record(at);
    Place place = place(at);
    QaRecord.Exchange exchange = place.part().exchange(place.index());
    int tokens = (exchange.question().length() + exchange.answer().length()) / 4;
    if (model.periodicityConfig().enabled()) {
      tokens += model.periodicityConfig().tokens();
    }
    if (record.images().size() > 1) {
      return tokens + record.images().size() * sum(model.frameTokens(1, false));
    }
    return record.media() == null
        ? tokens
        : tokens + sum(model.frameTokens(model.visualFrames(), true));
  }

  private static int sum(int[] values) {
    int sum = 0;
    for (int value : values) {
      sum += value;
    }
    return sum;
  }

  private record Place(QaSamples part, long index) {}

  private Place place(long at) {
    long rest = at;
    for (QaSamples part : parts) {
      if (rest < part.size()) {
        return new Place(part, rest);
      }
      rest -= part.size();
    }
    throw new IndexOutOfBoundsException("there is no sample " + at);
  }

  private QaRecord record(long at) {
    Place place = place(at);
    return place.part().record(place.index());
  }

  private Sample read(long at) {
    Place place = place(at);
    return place.part().sample(place.index());
  }

  private long at(long index) {
    return new Permutation(size, Seeds.of(seed, 7, index / size)).at(index % size);
  }
}

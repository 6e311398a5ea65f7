package dev.period.data.qa;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.cache.FeatureCache;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.signal.Signal;
import dev.period.data.signal.SignalEvidence;
import dev.period.data.signal.SignalFile;
import dev.period.data.text.NumberExtraction;
import dev.period.data.text.WordSequence;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoView;
import dev.period.data.video.VideoViewer;
import dev.period.data.video.ViewedVideo;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The questions of QA records as samples, each question with its answer one sample. Media are read
 * when a sample is asked for.
 *
 * <p>Where a record tells the times of its repetitions, the periodicity encoder is trained on them;
 * where it tells a count or a heart rate only, on an even rate from start to end, which is what a
 * segment cut to its repetitions has.
 */
public final class QaSamples implements SampleSource {
  /**
   * Length of a signal's self-similarity for a model that takes none: its picture shows as much.
   */
  private static final int PICTURE_SLOTS = 128;

  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final Path folder;
  private final VideoView view;
  private final VideoViewer viewer;
  private final List<QaRecord> records;
  private final int[] recordOf;
  private final int[] exchangeOf;

  /**
   * Samples from the records of a file.
   *
   * @param folder that relative paths of media start from: where the file lies
   * @param records at least one
   * @param view what the model wants to see
   */
  public QaSamples(Path folder, List<QaRecord> records, VideoView view) {
    this(folder, records, view, null);
  }

  /**
   * Samples from the records of a file whose videos are looked at only once.
   *
   * @param folder that relative paths of media start from: where the file lies
   * @param records at least one
   * @param view what the model wants to see
   * @param cache of what was seen; null to look again each time
   */
  public QaSamples(
      Path folder, List<QaRecord> records, VideoView view, @Nullable FeatureCache cache) {
    this.folder = folder;
    this.view = view;
    this.viewer = new VideoViewer(VideoLimits.defaults(), cache);
    this.records = List.copyOf(records);
    List<int[]> places = new ArrayList<>();
    for (int r = 0; r < records.size(); r++) {
      for (int e = 0; e < records.get(r).conversation().size() / 2; e++) {
        places.add(new int[] {r, e});
      }
    }
    if (places.isEmpty()) {
      throw new IllegalArgumentException("there are no records");
    }
    recordOf = places.stream().mapToInt(place -> place[0]).toArray();
    exchangeOf = places.stream().mapToInt(place -> place[1]).toArray();
  }

  /** Samples from a whole file. */
  public static QaSamples of(Path file, VideoView view) {
    return of(file, view, null);
  }

  /** Samples from a whole file, with a cache of what was seen of its videos. */
  public static QaSamples of(Path file, VideoView view, @Nullable FeatureCache cache) {
    List<QaRecord> records = QaReader.readAll(file);
    if (records.isEmpty()) {
      throw new PeriodException(PeriodException.Kind.INPUT, file + " holds no records");
    }
    return new QaSamples(file.toAbsolutePath().getParent(), records, view, cache);
  }

  /** The record that a sample is made of; nothing is read for it. */
  public QaRecord record(long index) {
    return records.get(recordOf[(int) (index % recordOf.length)]);
  }

  /** The question and answer of a sample; nothing is read for it. */
  public QaRecord.Exchange exchange(long index) {
    int place = (int) (index % recordOf.length);
    return records.get(recordOf[place]).exchanges().get(exchangeOf[place]);
  }

  /** The number of different samples; a larger index starts again. */
  public long size() {
    return recordOf.length;
  }

  /**
   * {@inheritDoc}
   *
   * @throws PeriodException of kind INPUT if the media of the record cannot be read
   */
  @Override
  public Sample sample(long index) {
    int place = (int) (index % recordOf.length);
    QaRecord record = records.get(recordOf[place]);
    int turn = exchangeOf[place];
    QaRecord.Exchange exchange = record.exchanges().get(turn);
    String id = record.conversation().size() == 2 ? record.id() : record.id() + "#" + turn;
    int count = statedCount(record, exchange.answer());
    if (record.signal() != null) {
      return ofSignal(id, record, record.signal(), exchange, count);
    }
    if (record.images().size() > 1) {
      return ofImages(id, record.images(), exchange);
    }
    String media = record.media();
    return media == null
        ? ofText(id, record, exchange, count)
        : ofVideo(id, record, resolve(folder, media), exchange, count);
  }

  /**
   * The file that a record means.
   *
   * @param folder of the QA file
   * @throws PeriodException of kind INPUT if that cannot be a path
   */
  public static Path resolve(Path folder, String media) {
    try {
      return folder.resolve(media);
    } catch (InvalidPathException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "'%s' cannot be the name of a file".formatted(QaJson.shortened(media.replace('\0', '?'))),
          e);
    }
  }

  /** The count where the answer states it in digits, before any other number; else −1. */
  private static int statedCount(QaRecord record, String answer) {
    Integer count = record.count();
    Matcher digits = DIGITS.matcher(answer);
    boolean stated = count != null && digits.find() && digits.group().equals(count.toString());
    return stated ? count : -1;
  }

  private Sample ofVideo(
      String id, QaRecord record, Path file, QaRecord.Exchange exchange, int count) {
    double start = record.start() == null ? 0 : record.start();
    double end = record.end() == null ? Double.POSITIVE_INFINITY : record.end();
    ViewedVideo seen = viewer.view(file, start, end, view);
    Sample sample =
        sample(
            id,
            exchange,
            count,
            seen.gram(),
            seen.visual(),
            record,
            seen.times(),
            seen.durationSeconds());
    return record.images().isEmpty()
        ? sample
        : new Sample(
            id,
            marked(exchange, 1),
            sample.answer(),
            count,
            sample.gram(),
            seen.visual(),
            sample.density(),
            sample.active(),
            List.of(seen.visual().select(new int[] {0})));
  }

  private Sample ofImages(String id, List<String> paths, QaRecord.Exchange exchange) {
    List<FrameSequence> images = paths.stream().map(path -> still(resolve(folder, path))).toList();
    return new Sample(
        id, marked(exchange, images.size()), exchange.answer(), -1, null, null, null, null, images);
  }

  private FrameSequence still(Path file) {
    FrameSequence frames = viewer.frames(file, 0, Double.POSITIVE_INFINITY, view.side());
    return frames.select(new int[] {0});
  }

  /**
   * The question with a place for each image: as it marks them itself, or ahead of it where the
   * dialogue has shown them in an earlier question.
   */
  private static String marked(QaRecord.Exchange exchange, int images) {
    int places = Message.human(exchange.marked()).images();
    return places == images
        ? exchange.marked()
        : (Message.IMAGE + "\n").repeat(images) + exchange.question();
  }

  private Sample ofSignal(
      String id, QaRecord record, SignalRef ref, QaRecord.Exchange exchange, int count) {
    Signal signal = SignalFile.read(resolve(folder, ref.file()), ref.rateHz(), ref.columns());
    double start = record.start() == null ? 0 : record.start();
    double end = record.end() == null ? signal.seconds() : record.end();
    Signal part = signal.part(start, end, ref.file());
    int slots = view.slots() == 0 ? PICTURE_SLOTS : view.slots();
    SignalEvidence evidence = SignalEvidence.of(part, slots, view.visualFrames(), view.side());
    double[] times = new double[slots];
    for (int i = 0; i < times.length; i++) {
      times[i] = start + i * part.seconds() / (times.length - 1);
    }
    return sample(
        id, exchange, count, evidence.gram(), evidence.visual(), record, times, part.seconds());
  }

  private static Sample sample(
      String id,
      QaRecord.Exchange exchange,
      int count,
      float @Nullable [] gram,
      FrameSequence visual,
      QaRecord record,
      double[] times,
      double seconds) {
    double total = Double.NaN;
    if (record.count() != null) {
      total = record.count();
    } else if (record.heartRateBpm() != null) {
      total = record.heartRateBpm() * seconds / 60;
    }
    // Without a total nothing could be said about when it repeats: such a sample is seen only.
    if (Double.isNaN(total) || gram == null) {
      return new Sample(
          id, exchange.question(), exchange.answer(), count, null, visual, null, null);
    }
    RepetitionTargets targets =
        record.repetitions().isEmpty()
            ? RepetitionTargets.even(total, times.length)
            : RepetitionTargets.at(record.repetitions(), total, times);
    return new Sample(
        id,
        exchange.question(),
        exchange.answer(),
        count,
        gram,
        visual,
        targets.density(),
        targets.active());
  }

  private static Sample ofText(String id, QaRecord record, QaRecord.Exchange exchange, int count) {
    WordSequence sequence = WordSequence.of(exchange.question());
    RepetitionTargets targets = RepetitionTargets.none(WordSequence.SLOTS);
    int total = count >= 0 ? count : statedInWords(record, exchange.answer());
    if (total > 0) {
      RepeatedRun.find(sequence, total).mark(targets);
    }
    return new Sample(
        id,
        exchange.question(),
        exchange.answer(),
        count,
        sequence.gram(),
        null,
        targets.density(),
        targets.active());
  }

  private static int statedInWords(QaRecord record, String answer) {
    Integer count = record.count();
    return count != null
            && NumberExtraction.find(answer).map(found -> found.value() == count).orElse(false)
        ? count
        : 0;
  }
}

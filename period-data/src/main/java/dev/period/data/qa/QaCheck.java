package dev.period.data.qa;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.period.core.PeriodException;
import dev.period.core.cache.ContentHash;
import dev.period.data.text.NumberExtraction;
import dev.period.data.video.VideoInfo;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what is wrong with QA files before a training run does: lines that are no records, media
 * that are missing or end before the part in question, answers in which there is nothing to learn,
 * numbers that disagree with {@code count}, duplicates, and videos or texts that are in two splits.
 *
 * <p>Files whose names have the same one of train, val (valid, validation) and test (eval, heldout)
 * in them are one split; any other file is a split of its own.
 */
public final class QaCheck {
  private static final Pattern SPLIT =
      Pattern.compile("(?<![a-z])(train|val|valid|validation|test|eval|heldout)(?![a-z])");

  /** What a tokenizer takes for a marker and no loss is computed on. */
  private static final Pattern MARKERS =
      Pattern.compile("<[a-z_/|0-9]{1,20}>|[\\p{Z}\\p{C}\\s]", Pattern.CASE_INSENSITIVE);

  private static final Pattern DIGITS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");

  /** In beats per minute: answers are rounded. */
  private static final double HEART_RATE_TOLERANCE = 1;

  /** In seconds: data sets round, and containers disagree with their streams. */
  private static final double END_TOLERANCE = 1;

  private final Consumer<Finding> sink;
  // Keys are digests: a set of a million records must not be kept as text.
  private final Map<Long, Place> ids = new HashMap<>();
  private final Map<Long, Place> contents = new HashMap<>();
  private final Map<Long, Place> sources = new HashMap<>();
  private final Map<Long, List<Media>> bySize = new HashMap<>();
  private final Map<Path, Optional<Media>> media = new HashMap<>();
  private long records;
  private long findings;

  private record Place(Path file, int line, String split) {}

  /**
   * A media file.
   *
   * @param seconds its length, NaN where that is not known
   */
  private record Media(Path file, Place place, double seconds, String problem) {}

  /** A check whose findings go to {@code sink} as they are made. */
  public QaCheck(Consumer<Finding> sink) {
    this.sink = sink;
  }

  /** Records read. */
  public long records() {
    return records;
  }

  /** Things found. */
  public long findings() {
    return findings;
  }

  /**
   * Checks a file, also against those checked before.
   *
   * @throws PeriodException of kind INPUT if it cannot be read, or not to its end
   */
  public void file(Path file) {
    String split = split(file);
    Path folder = folder(file);
    try (QaReader reader = QaReader.open(file)) {
      while (true) {
        QaRecord record;
        try {
          record = reader.next();
        } catch (PeriodException e) {
          if (unreadable(e)) {
            throw e;
          }
          // "FILE, line N: " is said by the finding
          String message = String.valueOf(e.getMessage());
          String prefix = "%s, line %d: ".formatted(file, reader.line());
          report(
              new Place(file, reader.line(), split),
              message.startsWith(prefix) ? message.substring(prefix.length()) : message);
          continue;
        }
        if (record == null) {
          break;
        }
        records++;
        record(record, folder, new Place(file, reader.line(), split));
      }
    }
  }

  /** Whether it is the file that failed, not a line: then no further line is ever reached. */
  private static boolean unreadable(PeriodException e) {
    return e.getCause() instanceof IOException
        && !(e.getCause() instanceof JsonProcessingException);
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder;
    }
  }

  private static String split(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    Matcher matcher = SPLIT.matcher(name);
    if (!matcher.find()) {
      return file.toAbsolutePath().normalize().toString();
    }
    return switch (matcher.group(1)) {
      case "train" -> "train";
      case "val", "valid", "validation" -> "val";
      default -> "test";
    };
  }

  private void record(QaRecord record, Path folder, Place place) {
    duplicates(record, place);
    placeholders(record, place);
    answers(record, place);
    if (record.media() == null) {
      source("text\n" + record.conversation().get(0).value(), "the same text", record.id(), place);
    }
    record.allMedia().forEach(name -> medium(record, name, folder, place));
  }

  private void medium(QaRecord record, String name, Path folder, Place place) {
    Path file;
    try {
      file = QaSamples.resolve(folder, name);
    } catch (PeriodException e) {
      report(place, String.valueOf(e.getMessage()));
      return;
    }
    Optional<Media> found =
        media.computeIfAbsent(file, key -> look(key, record.signal() != null, place));
    Path real = found.isPresent() ? found.get().file() : file.normalize();
    source(real.toString(), name, record.id(), place);
    if (found.isEmpty()) {
      report(place, name + " is missing");
    } else {
      extent(record, found.get(), name, place);
      copies(found.get(), name, place);
    }
  }

  private void extent(QaRecord record, Media found, String name, Place place) {
    if (!found.problem().isEmpty()) {
      report(place, "%s cannot be used: %s".formatted(name, found.problem()));
    }
    double seconds = found.seconds();
    if (record.start() != null && record.start() >= seconds) {
      report(
          place,
          "start %s s is beyond the end of %s (%.2f s)".formatted(record.start(), name, seconds));
    } else if (record.end() != null && record.end() > seconds + END_TOLERANCE) {
      report(
          place,
          "end %s s is beyond the end of %s (%.2f s)".formatted(record.end(), name, seconds));
    }
  }

  private void duplicates(QaRecord record, Place place) {
    Place earlier = ids.putIfAbsent(digest(record.id()), place);
    if (earlier != null) {
      report(
          place, "id '%s' is also at %s".formatted(QaJson.shortened(record.id()), where(earlier)));
    }
    StringBuilder content = new StringBuilder();
    content.append(record.allMedia()).append('\n').append(record.start()).append(record.end());
    record.conversation().forEach(message -> content.append('\n').append(message.value()));
    Place same = contents.putIfAbsent(digest(content.toString()), place);
    if (same != null && same.split().equals(place.split())) {
      report(place, "the same question and answer are also at " + where(same));
    }
  }

  private void placeholders(QaRecord record, Place place) {
    boolean marked = record.conversation().stream().anyMatch(Message::hasPlaceholder);
    if (record.media() != null && !marked) {
      report(place, "no question says with <video> or <image> where the media stand");
    } else if (record.media() == null && marked) {
      report(place, "a question has a <video> or <image>, but the record has none");
    }
    int images = record.images().size();
    int places = record.conversation().stream().mapToInt(Message::images).sum();
    if (images > 1 && places != images) {
      report(
          place,
          "%d images, but <image> stands %d times in the questions".formatted(images, places));
    }
  }

  private void answers(QaRecord record, Place place) {
    List<QaRecord.Exchange> exchanges = record.exchanges();
    for (int i = 0; i < exchanges.size(); i++) {
      String answer = exchanges.get(i).answer();
      String number = exchanges.size() == 1 ? "" : " " + (i + 1);
      if (answer.isBlank()) {
        report(place, "answer%s is empty".formatted(number));
      } else if (MARKERS.matcher(answer).replaceAll("").isEmpty()) {
        report(place, "answer%s is fully masked: it holds markers only".formatted(number));
      }
      if (exchanges.get(i).question().isEmpty()) {
        report(place, "question%s is empty".formatted(number));
      }
    }
    numbers(record, place);
  }

  /** Of the numbers that the answers state, one has to be the true one. */
  private void numbers(QaRecord record, Place place) {
    Integer count = record.count();
    Double rate = record.heartRateBpm();
    if (count == null && rate == null) {
      return;
    }
    String disagreeing = null;
    for (QaRecord.Exchange exchange : record.exchanges()) {
      for (double stated : statedNumbers(exchange.answer())) {
        if ((count != null && stated == count)
            || (rate != null && Math.abs(stated - rate) <= HEART_RATE_TOLERANCE)) {
          return;
        }
        if (disagreeing == null) {
          disagreeing =
              stated == Math.rint(stated) ? String.valueOf((long) stated) : String.valueOf(stated);
        }
      }
    }
    if (disagreeing != null) {
      report(
          place,
          "the answer says %s but %s"
              .formatted(
                  disagreeing, count != null ? "count is " + count : "heart_rate_bpm is " + rate));
    }
  }

  /** The number that is meant, then all others in digits. */
  private static List<Double> statedNumbers(String answer) {
    List<Double> numbers = new ArrayList<>();
    NumberExtraction.find(answer).ifPresent(stated -> numbers.add(stated.value()));
    Matcher digits = DIGITS.matcher(answer);
    while (digits.find()) {
      numbers.add(Double.valueOf(digits.group()));
    }
    return numbers;
  }

  /** What {@code key} stands for may be in one split only. */
  private void source(String key, String name, String id, Place place) {
    Place earlier = sources.putIfAbsent(digest(key), place);
    if (earlier != null && !earlier.split().equals(place.split())) {
      report(
          place, "%s of '%s' is also in another split, at %s".formatted(name, id, where(earlier)));
    }
  }

  /** A copy under another name is the same video. */
  private void copies(Media found, String name, Place place) {
    if (!found.place().equals(place)) {
      return;
    }
    try {
      long size = Files.size(found.file());
      List<Media> others = bySize.computeIfAbsent(size, key -> new ArrayList<>());
      for (Media other : others) {
        if (!other.place().split().equals(place.split())
            && !other.file().equals(found.file())
            && Files.mismatch(other.file(), found.file()) < 0) {
          report(
              place,
              "%s is a copy of %s in another split, at %s"
                  .formatted(name, other.file().getFileName(), where(other.place())));
          break;
        }
      }
      others.add(found);
    } catch (IOException e) {
      report(place, "%s cannot be read (%s)".formatted(name, e));
    }
  }

  private static Optional<Media> look(Path file, boolean signal, Place place) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Path real;
    try {
      real = file.toRealPath();
    } catch (IOException e) {
      return Optional.empty();
    }
    if (signal) {
      return Optional.of(new Media(real, place, Double.NaN, ""));
    }
    try {
      VideoInfo info = VideoReader.info(file, VideoLimits.defaults());
      return Optional.of(new Media(real, place, info.durationSeconds(), ""));
    } catch (PeriodException e) {
      if (e.kind() != PeriodException.Kind.INPUT) {
        throw e;
      }
      return Optional.of(new Media(real, place, Double.NaN, String.valueOf(e.getMessage())));
    }
  }

  private static String where(Place place) {
    return place.file() + ":" + place.line();
  }

  /** 64 bits of SHA-256: two of a million texts agree by chance once in tens of millions. */
  private static long digest(String text) {
    return Long.parseUnsignedLong(ContentHash.of(text).substring(0, 16), 16);
  }

  private void report(Place place, String problem) {
    findings++;
    sink.accept(new Finding(place.file(), place.line(), problem));
  }
}

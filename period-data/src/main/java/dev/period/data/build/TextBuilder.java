package dev.period.data.build;

import dev.period.data.qa.QaRecord;
import dev.period.data.text.TextQuestion;
import dev.period.data.text.TextRepetition;
import dev.period.data.work.Workers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Questions about repeated words, 2 to 20 times as in Period-LLM's text stage. No word of the
 * training split is in the test split.
 */
final class TextBuilder implements ItemBuilder {
  private static final int FEWEST = 2;
  private static final int MOST = 20;
  private static final int CHUNK = 4096;

  /** At once: what they give is held in memory while one before them is not ready. */
  private static final long MOST_CHUNKS = 256;

  private static final long TRAIN = 100_000;
  private static final long TEST = 10_000;

  @Override
  public String name() {
    return "text";
  }

  @Override
  public List<String> splits(BuildRequest request) {
    Splits.refuseParts(request, this);
    return Splits.chosen(request, List.of("train", "test"));
  }

  @Override
  public List<BuiltFile> build(BuildRequest request, Workers workers) {
    try (SplitWriters files = new SplitWriters(name(), request)) {
      for (String split : splits(request)) {
        Long limit = request.limit();
        long wanted = limit != null ? limit : split.equals("train") ? TRAIN : TEST;
        Selection selection = new Selection(files, split, wanted);
        long from = 0;
        while (selection.rest() > 0) {
          // the fewest that can be enough, so that hardly any is made in vain
          long to = from + Math.min(MOST_CHUNKS, (selection.rest() + CHUNK - 1) / CHUNK);
          workers.run(
              BuildWork.of(name(), split, request), LongStream.range(from, to), selection::take);
          from = to;
        }
      }
      return files.complete();
    }
  }

  /** Chunks of questions, without end. */
  @Override
  public QaItems open(BuildRequest request, String split) {
    TextRepetition source =
        split.equals("train")
            ? TextRepetition.train(request.seed())
            : TextRepetition.heldOut(request.seed());
    return new QaItems() {
      @Override
      public long size() {
        return Long.MAX_VALUE;
      }

      @Override
      public List<QaEntry> make(long index) {
        List<QaEntry> entries = new ArrayList<>();
        for (TextQuestion question : questions(source, index * CHUNK)) {
          if (question.count() >= FEWEST && question.count() <= MOST) {
            QaRecord record =
                QaRecord.text(
                    question.id(), question.question(), question.answer(), question.count());
            entries.add(new QaEntry.Made(null, record));
          }
        }
        return entries;
      }
    };
  }

  /** The first questions, each once: words and numbers are not endless. */
  private static final class Selection {
    private final SplitWriters files;
    private final String split;
    private final Set<Long> asked = new HashSet<>();
    private long rest;

    Selection(SplitWriters files, String split, long wanted) {
      this.files = files;
      this.split = split;
      this.rest = wanted;
    }

    long rest() {
      return rest;
    }

    void take(List<QaEntry> entries) {
      for (QaEntry entry : entries) {
        if (rest > 0
            && entry instanceof QaEntry.Made made
            && asked.add(hash(made.record().conversation().get(0).value()))) {
          files.add(split, null, made.record());
          rest--;
        }
      }
    }
  }

  /** The next questions in their order, made on all cores. */
  private static List<TextQuestion> questions(TextRepetition source, long from) {
    return LongStream.range(from, from + CHUNK).parallel().mapToObj(source::question).toList();
  }

  /** Of 64 bits, so that a million different questions do not collide. */
  private static long hash(String text) {
    long hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}

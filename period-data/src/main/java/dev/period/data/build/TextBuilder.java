package dev.period.data.build;

import dev.period.data.qa.QaRecord;
import dev.period.data.text.TextQuestion;
import dev.period.data.text.TextRepetition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Questions about repeated words, 2 to 20 times as in Period-LLM's text stage. No word of the
 * training split is in the test split.
 */
final class TextBuilder implements QaBuilder {
  private static final int FEWEST = 2;
  private static final int MOST = 20;
  private static final int CHUNK = 4096;
  private static final long TRAIN = 100_000;
  private static final long TEST = 10_000;

  @Override
  public String name() {
    return "text";
  }

  @Override
  public List<BuiltFile> build(BuildRequest request) {
    Splits.refuseParts(request, this);
    try (SplitWriters files = new SplitWriters(name(), request)) {
      for (String split : Splits.chosen(request, List.of("train", "test"))) {
        boolean train = split.equals("train");
        TextRepetition source =
            train ? TextRepetition.train(request.seed()) : TextRepetition.heldOut(request.seed());
        long limit = request.limit() != null ? request.limit() : train ? TRAIN : TEST;
        long written = 0;
        // Words and numbers are not endless: by chance the same question comes again.
        Set<Long> asked = new HashSet<>();
        for (long from = 0; written < limit; from += CHUNK) {
          for (TextQuestion question : questions(source, from)) {
            boolean counts = question.count() >= FEWEST && question.count() <= MOST;
            if (counts && written < limit && asked.add(hash(question.question()))) {
              files.add(
                  split,
                  null,
                  QaRecord.text(
                      question.id(), question.question(), question.answer(), question.count()));
              written++;
            }
          }
        }
      }
      return files.complete();
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
